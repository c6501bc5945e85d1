// SPDX-License-Identifier: GPL-2.0-or-later
// The nearest of several moments, each of which may never come: until when a thread may sleep.
// A value; any thread.
#pragma once

#include <chrono>
#include <optional>

namespace ecsview {

class Earliest {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    void add(std::optional<TimePoint> moment) {
        if (moment && (!at_ || *moment < *at_)) at_ = moment;
    }
    // Nothing: for ever.
    std::optional<TimePoint> at() const { return at_; }

private:
    std::optional<TimePoint> at_;
};

}  // namespace ecsview
