// SPDX-License-Identifier: GPL-2.0-or-later
// What has been counted on the way to the picture, for whoever wants to look at it. A value; the
// counters themselves are atomics of those who count.
#pragma once

#include <chrono>
#include <cstdint>

namespace ecsview::screen {

struct Meters {
    using Duration = std::chrono::steady_clock::duration;

    std::uint64_t link = 0;   // which one the times are about
    std::uint64_t bytes = 0;  // of RFB that came, on all of them
    // How long the newest question to the server took, and the fastest one; 0: none was answered.
    Duration round_trip{}, fastest{};
    Duration decoding{};  // processor time of the decoder that lives now
};

}  // namespace ecsview::screen
