// SPDX-License-Identifier: GPL-2.0-or-later
// SIGINT, SIGTERM and SIGHUP as a call on a thread of its own, so that nobody's code runs in a
// signal handler. Made in main before any other thread, which inherits the blocked signals.
//
// The first signal is answered by a call; the second one ends the process at once. So does the
// first one while there is nobody to call (before there is something to end, and afterwards).
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace ecsview {

class Termination {
public:
    // Blocks the signals in the calling thread and all that it starts from now on. SIGHUP that is
    // ignored stays so.
    Termination();
    ~Termination();
    Termination(const Termination&) = delete;
    Termination& operator=(const Termination&) = delete;

private:
    friend class TerminationWatch;
    class Thread;
    const std::unique_ptr<Thread> thread_;
};

// As long as it lives, the first of the signals calls `on_signal` with its number, once, on another
// thread. Its end waits for a call that has begun, so what the call uses has to be older than the
// watch.
class TerminationWatch {
public:
    // One at a time.
    TerminationWatch(const Termination& termination, std::function<void(int)> on_signal);
    ~TerminationWatch();
    TerminationWatch(const TerminationWatch&) = delete;
    TerminationWatch& operator=(const TerminationWatch&) = delete;

private:
    Termination::Thread& thread_;
};

// For a command that a signal may end: the token tells those who work or wait that they must stop.
class Interruption {
public:
    explicit Interruption(const Termination& termination);

    std::stop_token token() const noexcept { return source_.get_token(); }
    // 128 and the signal's number, as shells have it; nothing while there was none.
    std::optional<int> exit_code() const noexcept;

private:
    std::stop_source source_;
    std::atomic<int> signal_{0};
    TerminationWatch watch_;  // last: it uses the rest
};

}  // namespace ecsview
