// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/alarm.h"

#include <poll.h>
#include <sys/eventfd.h>

#include <algorithm>
#include <cstdint>

#include "base/needed.h"

namespace ecsview {

using namespace std::chrono;

Alarm::Alarm() : event_(needed_event()) {}

void Alarm::wake() noexcept {
    eventfd_write(event_.get(), 1);
}

void Alarm::sleep(std::optional<TimePoint> until) {
    constexpr std::int64_t longest = std::int64_t{1} << 30;  // that poll(2) takes
    const auto left = until ? ceil<milliseconds>(*until - steady_clock::now()).count() : -1;
    pollfd wait{event_.get(), POLLIN, 0};
    poll(&wait, 1, until ? static_cast<int>(std::clamp<std::int64_t>(left, 0, longest)) : -1);
    eventfd_t count;
    eventfd_read(event_.get(), &count);
}

}  // namespace ecsview
