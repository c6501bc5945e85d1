// SPDX-License-Identifier: GPL-2.0-or-later
// SIGINT, SIGTERM and SIGHUP as a call on a thread of its own, so that nobody's code runs in a
// signal handler. Made in main before any other thread, which inherits the blocked signals.
#pragma once

#include <functional>
#include <thread>

#include "base/unique_fd.h"

namespace ecsview {

class Termination {
public:
    // Blocks the signals in the calling thread and all that it starts from now on.
    Termination();
    ~Termination();
    Termination(const Termination&) = delete;
    Termination& operator=(const Termination&) = delete;

    // From now on `on_signal` is called, once, on another thread. Call it at most once.
    void watch(std::function<void()> on_signal);

private:
    UniqueFd signals_, stop_;
    std::thread thread_;
};

}  // namespace ecsview
