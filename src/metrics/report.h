// SPDX-License-Identifier: GPL-2.0-or-later
// What is told of a console to whoever looks after a fleet of them: the names, which stay as they
// are, and the numbers. docs/kiosk.md shows the same names, and the house compares the two. No
// secret is in it, and no text of a server. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "screen/meters.h"
#include "screen/tally.h"

namespace ecsview::metrics {

struct Resident {
    std::string_view process;  // as ps(1) names it
    std::uint64_t bytes;
};

struct Snapshot {
    std::string console;  // what the user asked for, without a ticket or a password
    screen::Counts counts;
    screen::Meters meters;
    std::vector<Resident> resident;
    // The same moment by both clocks, and when the program began.
    std::chrono::system_clock::time_point now;
    std::chrono::steady_clock::time_point steady_now, began;
};

// Prometheus' text format (metrics/exposition.h).
std::string report(const Snapshot& seen);

}  // namespace ecsview::metrics
