// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>

#include "base/language.h"
#include "base/needed.h"

namespace ecsview {
namespace {

using std::chrono::steady_clock;

// posix_spawn's settings.
class Spawning {
public:
    explicit Spawning(const ChildStreams& streams) {
        sigset_t none, all;
        sigemptyset(&none);
        sigfillset(&all);
        posix_spawnattr_init(&attributes);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setflags(
            &attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
        posix_spawn_file_actions_init(&files);
        if (streams.input < 0)
            posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        else
            posix_spawn_file_actions_adddup2(&files, streams.input, STDIN_FILENO);
        if (streams.output >= 0)
            posix_spawn_file_actions_adddup2(&files, streams.output, STDOUT_FILENO);
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
std::vector<char*> pointers(const std::vector<const char*>& texts) {
    std::vector<char*> out;
    out.reserve(texts.size() + 1);
    for (const auto* text : texts) out.push_back(const_cast<char*>(text));
    out.push_back(nullptr);
    return out;
}

}  // namespace

ChildProcess::ChildProcess(pid_t pid)
    : pid_(pid), ended_(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))) {}

ChildProcess::~ChildProcess() {
    if (pid_ > 0 && ours()) {
        kill(-pid_, SIGKILL);
        kill(pid_, SIGKILL);  // where vfork(2) is emulated it may have no group of its own yet
        collect();
    }
}

std::optional<int> ChildProcess::collect() noexcept {
    int status = 0;
    pid_t done = 0;
    while ((done = waitpid(pid_, &status, 0)) < 0 && errno == EINTR) continue;
    pid_ = 0;
    if (done < 0) return std::nullopt;
    return status;
}

// Not collected yet, so no other process can have its number.
bool ChildProcess::ours() const noexcept {
    siginfo_t about;
    return waitid(P_PID, static_cast<id_t>(pid_), &about, WEXITED | WNOHANG | WNOWAIT) == 0;
}

Result<pid_t, SpawnError> spawn(const std::vector<std::string>& words,
                                const std::vector<const char*>& environment,
                                const ChildStreams& streams) {
    const Spawning spawning(streams);
    std::vector<const char*> arguments;
    arguments.reserve(words.size());
    for (const auto& word : words) arguments.push_back(word.c_str());
    pid_t pid = 0;
    const int error = posix_spawnp(&pid, words[0].c_str(), &spawning.files, &spawning.attributes,
                                   pointers(arguments).data(), pointers(environment).data());
    if (error != 0) return SpawnError{error};
    return pid;
}

std::string words_of_status(int status) {
    if (WIFSIGNALED(status)) return tr("ended by signal {1}", strsignal(WTERMSIG(status)));
    return tr("ended with exit status {1}", WEXITSTATUS(status));
}

Waiting::Waiting(steady_clock::time_point deadline, const std::stop_token& cancel)
    : deadline_(deadline),
      cancel_(cancel),
      wake_(needed_event()),
      waker_(cancel, [fd = wake_.get()] { eventfd_write(fd, 1); }) {}

Waiting::End Waiting::until_readable(int fd) {
    std::array<pollfd, 2> waits{{{fd, POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
    for (;;) {
        if (cancel_.stop_requested()) return End::cancelled;
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline_ - steady_clock::now());
        if (left.count() <= 0) return End::late;
        poll(waits.data(), waits.size(), static_cast<int>(left.count()));
        if (waits[0].revents != 0) return End::ready;
    }
}

}  // namespace ecsview
