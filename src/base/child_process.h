// SPDX-License-Identifier: GPL-2.0-or-later
// A program that somebody has configured, run and waited for, but not for ever. Any thread; what
// one thread has made is its own.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/unique_fd.h"

namespace ecsview {

// The destructor kills it with all that it has started, and collects it.
class ChildProcess {
public:
    explicit ChildProcess(pid_t pid);
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    // Readable once it has ended; -1 where the kernel has no such thing (before Linux 5.3).
    int ended_fd() const noexcept { return ended_.get(); }
    // Its status; nothing: somebody else has collected it.
    std::optional<int> collect() noexcept;

private:
    bool ours() const noexcept;

    pid_t pid_;
    UniqueFd ended_;
};

// The streams that it gets; -1: an empty input, or the output that we have.
struct ChildStreams {
    int input = -1, output = -1;
};

struct SpawnError {
    int number;  // an errno value
};

// Starts words[0], found by PATH, with exactly this environment (NAME=VALUE). It gets signals as a
// fresh program expects them, and leads a process group of its own.
Result<pid_t, SpawnError> spawn(const std::vector<std::string>& words,
                                const std::vector<const char*>& environment,
                                const ChildStreams& streams);

// "ended with exit status 1", "ended by signal Killed".
std::string words_of_status(int status);

// Waits, but not for ever.
class Waiting {
public:
    enum class End { ready, late, cancelled };

    Waiting(std::chrono::steady_clock::time_point deadline, const std::stop_token& cancel);

    // `late`: the deadline has passed. -1 is never readable.
    End until_readable(int fd);

private:
    const std::chrono::steady_clock::time_point deadline_;
    const std::stop_token cancel_;
    UniqueFd wake_;
    std::stop_callback<std::function<void()>> waker_;
};

}  // namespace ecsview
