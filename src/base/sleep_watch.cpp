// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/sleep_watch.h"

#include <sys/timerfd.h>
#include <time.h>

#include <cerrno>
#include <cstdint>
#include <limits>
#include <utility>

namespace ecsview {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds worth_telling{1000};

milliseconds read_clock(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return milliseconds(std::int64_t{now.tv_sec} * 1000 + now.tv_nsec / 1'000'000);
}

}  // namespace

milliseconds boot_time() {
    return read_clock(CLOCK_BOOTTIME);
}

milliseconds slept_since_boot() {
    return read_clock(CLOCK_BOOTTIME) - read_clock(CLOCK_MONOTONIC);
}

SleepWatch::SleepWatch(std::function<milliseconds()> asleep)
    : asleep_(std::move(asleep)),
      timer_(timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK)),
      known_(asleep_()) {
    arm();
}

// A date that never comes: all that is wanted is the cancellation, which a wake-up brings, too.
void SleepWatch::arm() {
    itimerspec never{};
    never.it_value.tv_sec = std::numeric_limits<std::int32_t>::max();
    timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr);
}

bool SleepWatch::slept() {
    std::uint64_t count = 0;
    if (read(timer_.get(), &count, sizeof count) >= 0 || errno == ECANCELED) arm();
    const auto before = std::exchange(known_, asleep_());
    return known_ - before >= worth_telling;
}

}  // namespace ecsview
