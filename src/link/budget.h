// SPDX-License-Identifier: GPL-2.0-or-later
// How many attempts were made lately, and when there may be another: at most so many in any sliding
// window. Times are milliseconds of a clock that never goes back and counts sleep
// (CLOCK_BOOTTIME), since they are kept between processes. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ecsview::link {

class Budget {
public:
    using Milliseconds = std::chrono::milliseconds;

    Budget(Milliseconds window, int attempts) : window_(window), attempts_(attempts) {}

    // Zero: an attempt may be made now. Else how long that has to wait; never above the window.
    Milliseconds wait(Milliseconds now) const;
    void spend(Milliseconds now);

    // One number a line, the oldest first. What cannot be a time of this window (no number, the
    // future) is left out: a file may hold anything. What is known already stays known.
    std::string text(Milliseconds now) const;
    void read(std::string_view text, Milliseconds now);

private:
    void forget_old(Milliseconds now);

    const Milliseconds window_;
    const int attempts_;
    std::vector<Milliseconds> spent_;  // sorted; at most `attempts_` of them count
};

}  // namespace ecsview::link
