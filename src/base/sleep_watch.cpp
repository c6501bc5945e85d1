// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/sleep_watch.h"

#include <sys/timerfd.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <limits>
#include <utility>

namespace ecsview {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds worth_telling{1000};
// The year 2200, or the last date that a smaller type can hold.
constexpr time_t far_off =
    static_cast<time_t>(std::min<std::int64_t>(7'258'118'400, std::numeric_limits<time_t>::max()));

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

// The timer is never to run out. It is there because the kernel cancels it when the wall clock is
// set and when the machine wakes up.
void SleepWatch::arm() {
    itimerspec never{};
    never.it_value.tv_sec = far_off;
    timerfd_settime(timer_.get(), TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, nullptr);
}

bool SleepWatch::slept() {
    std::uint64_t count = 0;
    // Not set again if it ran out: with a clock beyond that date it would run out at once, each
    // time.
    if (read(timer_.get(), &count, sizeof count) < 0 && errno == ECANCELED) arm();
    const auto before = std::exchange(known_, asleep_());
    return known_ - before >= worth_telling;
}

}  // namespace ecsview
