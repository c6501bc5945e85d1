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
    Termination(const Termination&) = delete;
    Termination& operator=(const Termination&) = delete;

private:
    friend class TerminationWatch;
    UniqueFd signals_;
};

// As long as it lives, the first of the signals calls `on_signal`, once, on another thread. Its end
// waits for a call that has begun, so what the call uses has to be older than the watch.
class TerminationWatch {
public:
    // One at a time.
    TerminationWatch(const Termination& termination, std::function<void()> on_signal);
    ~TerminationWatch();
    TerminationWatch(const TerminationWatch&) = delete;
    TerminationWatch& operator=(const TerminationWatch&) = delete;

private:
    UniqueFd stop_;
    std::thread thread_;
};

}  // namespace ecsview
