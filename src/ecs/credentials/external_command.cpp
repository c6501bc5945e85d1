// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/external_command.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "base/needed.h"
#include "base/unique_fd.h"

namespace ecsview::ecs {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t max_output = std::size_t{64} * 1024;

Failure refused(std::string clause) {
    return {ExitCode::credentials, std::move(clause)};
}

// A child process. The destructor kills it with all that it has started, and collects it.
class Process {
public:
    explicit Process(pid_t pid)
        : pid_(pid), ended_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}
    ~Process() {
        if (pid_ > 0 && ours()) {
            kill(-pid_, SIGKILL);
            kill(pid_, SIGKILL);  // where vfork(2) is emulated it may have no group of its own yet
            collect();
        }
    }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    // Readable once it has ended; -1 where the kernel has no such thing (before Linux 5.3).
    int ended_fd() const noexcept { return ended_.get(); }

    // Its status; nothing: somebody else has collected it.
    std::optional<int> collect() noexcept {
        int status = 0;
        pid_t done = 0;
        while ((done = waitpid(pid_, &status, 0)) < 0 && errno == EINTR) continue;
        pid_ = 0;
        if (done < 0) return std::nullopt;
        return status;
    }

private:
    // Not collected yet, so no other process can have its number.
    bool ours() const noexcept {
        siginfo_t about;
        return waitid(P_PID, static_cast<id_t>(pid_), &about, WEXITED | WNOHANG | WNOWAIT) == 0;
    }

    pid_t pid_;
    UniqueFd ended_;
};

// posix_spawn's settings: signals as a fresh program expects them, and a group of its own.
class Spawning {
public:
    explicit Spawning(int output) {
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
    }
    ~Spawning() {
        posix_spawn_file_actions_destroy(&files);
        posix_spawnattr_destroy(&attributes);
    }
    Spawning(const Spawning&) = delete;
    Spawning& operator=(const Spawning&) = delete;

    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t files;
};

// Null-ended, as exec wants it. The texts stay the callers'.
std::vector<char*> pointers(const std::vector<std::string>& words) {
    std::vector<char*> out;
    out.reserve(words.size() + 1);
    for (const auto& word : words) out.push_back(const_cast<char*>(word.c_str()));
    out.push_back(nullptr);
    return out;
}

std::vector<char*> environment_with(const std::vector<Secret>& more) {
    std::vector<char*> out;
    for (char** variable = environ; *variable != nullptr; ++variable) out.push_back(*variable);
    for (const auto& variable : more) out.push_back(const_cast<char*>(variable.reveal().data()));
    out.push_back(nullptr);
    return out;
}

Result<pid_t> spawn(const std::vector<std::string>& words, const std::vector<Secret>& more,
                    int output) {
    const Spawning spawning(output);
    pid_t pid = 0;
    const int error = posix_spawnp(&pid, words[0].c_str(), &spawning.files, &spawning.attributes,
                                   pointers(words).data(), environment_with(more).data());
    if (error != 0)
        return refused(std::string("its command cannot be run (") + strerror(error) + ")");
    return pid;
}

// Waits, but not for ever.
class Waiting {
public:
    Waiting(steady_clock::time_point deadline, const std::stop_token& cancel)
        : deadline_(deadline),
          cancel_(cancel),
          wake_(needed_event()),
          waker_(cancel, [fd = wake_.get()] { eventfd_write(fd, 1); }) {}

    // Nothing if it is readable. A failure: the deadline has passed, or it was cancelled.
    std::optional<Failure> until_readable(int fd) {
        std::array<pollfd, 2> waits{{{fd, POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
        for (;;) {
            if (cancel_.stop_requested())
                return Failure{ExitCode::done, "The command was cancelled."};
            const auto left =
                std::chrono::ceil<std::chrono::milliseconds>(deadline_ - steady_clock::now());
            if (left.count() <= 0) return refused("its command did not end in time");
            poll(waits.data(), waits.size(), static_cast<int>(left.count()));
            if (waits[0].revents != 0) return std::nullopt;
        }
    }

private:
    const steady_clock::time_point deadline_;
    const std::stop_token& cancel_;
    UniqueFd wake_;
    std::stop_callback<std::function<void()>> waker_;
};

// Reads to the end. The text never grows beyond its first room, so no copy of it stays in memory.
Result<Secret> read_output(int fd, Waiting& waiting) {
    std::string text;
    text.reserve(max_output + 1);
    for (;;) {
        if (auto failure = waiting.until_readable(fd)) {
            wipe(text);
            return std::move(*failure);
        }
        const auto begin = text.size();
        text.resize(max_output + 1);
        const auto size = read(fd, text.data() + begin, text.size() - begin);
        const bool again = size < 0 && (errno == EINTR || errno == EAGAIN);
        text.resize(begin + static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        if (text.size() > max_output) {
            wipe(text);
            return refused("its command prints more than 64 kB");
        }
        if (size <= 0 && !again) return Secret(std::move(text));
    }
}

std::string words_of(int status) {
    if (WIFSIGNALED(status)) return std::string("ended by signal ") + strsignal(WTERMSIG(status));
    return "ended with exit status " + std::to_string(WEXITSTATUS(status));
}

// One character of a line and the kind of quotes around it.
enum class Quote { none, single, twice };

// The characters that a backslash quotes within "…".
bool escapes_within_quotes(char c) {
    return c == '"' || c == '\\' || c == '$' || c == '`' || c == '\n';
}

}  // namespace

std::optional<std::vector<std::string>> split_words(std::string_view line) {
    std::vector<std::string> words;
    Quote quote = Quote::none;
    bool within_word = false;
    const auto put = [&](char c) {
        if (!within_word) words.emplace_back();
        within_word = true;
        words.back() += c;
    };
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        const char next = at + 1 < line.size() ? line[at + 1] : '\0';
        if (quote == Quote::single) {
            if (c == '\'')
                quote = Quote::none;
            else
                put(c);
        } else if (c == '\\' && (quote == Quote::none || escapes_within_quotes(next))) {
            if (next == '\0') return std::nullopt;
            if (next != '\n') put(next);
            ++at;
        } else if (c == '"' || (c == '\'' && quote == Quote::none)) {
            if (!within_word) words.emplace_back();
            within_word = true;
            quote = quote == Quote::twice ? Quote::none : c == '"' ? Quote::twice : Quote::single;
        } else if (quote == Quote::none && (c == ' ' || c == '\t' || c == '\n')) {
            within_word = false;
        } else {
            put(c);
        }
    }
    if (quote != Quote::none || words.empty() || words[0].empty()) return std::nullopt;
    return words;
}

Result<Secret> run_command(const std::vector<std::string>& words, const std::vector<Secret>& more,
                           steady_clock::time_point deadline, const std::stop_token& cancel) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return refused("there is no pipe to its command");
    const UniqueFd output(ends[0]);
    UniqueFd input(ends[1]);
    const auto pid = spawn(words, more, input.get());
    input.reset();
    if (!pid) return pid.failure();
    Process process(*pid);
    Waiting waiting(deadline, cancel);
    auto text = read_output(output.get(), waiting);
    if (!text) return text;
    if (process.ended_fd() >= 0)
        if (auto failure = waiting.until_readable(process.ended_fd())) return std::move(*failure);
    const auto status = process.collect();
    if (!status) return refused("how its command ended is not known");
    if (*status != 0) return refused("its command " + words_of(*status));
    return text;
}

}  // namespace ecsview::ecs
