// SPDX-License-Identifier: GPL-2.0-or-later
// What one thread sleeps on until a moment comes, or another thread wakes it. wake(): any thread;
// sleep(): its owner's.
#pragma once

#include <chrono>
#include <optional>

#include "base/unique_fd.h"

namespace ecsview {

class Alarm {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // Throws Error: there is no descriptor left.
    Alarm();
    void wake() noexcept;
    // Until then; nothing: until it is woken. It may return sooner, and does so at once if it was
    // woken since the last sleep.
    void sleep(std::optional<TimePoint> until);

private:
    UniqueFd event_;
};

}  // namespace ecsview
