// SPDX-License-Identifier: GPL-2.0-or-later
// Whether the machine has slept. The steady clock stands still meanwhile, so timers know nothing of
// it: what was fresh is old, and the other side may be gone. One thread.
#pragma once

#include <chrono>
#include <functional>

#include "base/unique_fd.h"

namespace ecsview {

// A clock that goes on while the machine sleeps (CLOCK_BOOTTIME).
std::chrono::milliseconds boot_time();
// How long it has slept since it was started.
std::chrono::milliseconds slept_since_boot();

class SleepWatch {
public:
    // `asleep` is slept_since_boot but for tests.
    explicit SleepWatch(std::function<std::chrono::milliseconds()> asleep = slept_since_boot);

    // Readable when the machine wakes up, or somebody sets the wall clock; then ask slept().
    int fd() const noexcept { return timer_.get(); }
    // Whether it slept for a second or more since this was asked last.
    bool slept();

private:
    void arm();

    const std::function<std::chrono::milliseconds()> asleep_;
    UniqueFd timer_;
    std::chrono::milliseconds known_;
};

}  // namespace ecsview
