// SPDX-License-Identifier: GPL-2.0-or-later
// A moment that somebody else has told: a service, a server's header, a file. Pure; any thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace ecsview {

// The system clock counts nanoseconds and overflows in the year 2262. A time after 2200 is taken as
// 2200, so that one can still add to it; a time before 1970 is taken as 1970, which is past anyway.
constexpr std::chrono::sys_seconds last_foreign_time =
    std::chrono::sys_days(std::chrono::year(2200) / std::chrono::January / 1);

inline std::chrono::system_clock::time_point foreign_time(std::chrono::seconds since_1970) {
    const auto last = last_foreign_time.time_since_epoch();
    return std::chrono::sys_seconds(std::clamp(since_1970, std::chrono::seconds(0), last));
}

}  // namespace ecsview
