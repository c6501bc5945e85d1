// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/termination.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "base/needed.h"
#include "base/unique_fd.h"

namespace ecsview {
namespace {

// timeout(1) sends its signal to the process and then to its group; a terminal and a service
// manager may do the same. A second signal that comes within this time is the same one, sent twice.
constexpr std::chrono::milliseconds same_wish{300};

bool is_ignored(int number) {
    struct sigaction now {};
    return sigaction(number, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

sigset_t ending_signals() {
    sigset_t set;
    sigemptyset(&set);
    for (const int number : {SIGINT, SIGTERM, SIGHUP})
        if (!is_ignored(number)) sigaddset(&set, number);
    return set;
}

}  // namespace

class Termination::Thread {
public:
    Thread()
        : set_(blocked()),
          signals_(needed(signalfd(-1, &set_, SFD_CLOEXEC | SFD_NONBLOCK))),
          stop_(needed_event()),
          thread_([this] { run(); }) {}
    ~Thread() {
        eventfd_write(stop_.get(), 1);
        thread_.join();
    }
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

    void set(std::function<void(int)> call) {
        const std::lock_guard lock(mutex_);
        call_ = std::move(call);
    }

private:
    static sigset_t blocked() {
        const sigset_t set = ending_signals();
        sigprocmask(SIG_BLOCK, &set, nullptr);
        return set;
    }

    void run() {
        if (wait(signals_.get(), -1)) return;
        const int first = take();
        if (!answered(first)) insist(first);
        wait(-1, static_cast<int>(same_wish.count()));
        while (take() != 0) continue;
        insist(0);
    }

    // True: stop.
    bool wait(int fd, int limit) const {
        pollfd waits[] = {{stop_.get(), POLLIN, 0}, {fd, POLLIN, 0}};
        while (poll(waits, 2, limit) < 0) continue;
        return waits[0].revents != 0;
    }

    // The number of a signal that has come; 0: none.
    int take() const {
        signalfd_siginfo info{};
        return read(signals_.get(), &info, sizeof info) == sizeof info
                   ? static_cast<int>(info.ssi_signo)
                   : 0;
    }

    bool answered(int number) {
        const std::lock_guard lock(mutex_);
        if (call_) call_(number);
        return call_ != nullptr;
    }

    // From here on the kernel ends the process, whatever its threads do: the signals are unblocked
    // in this thread, and they have no handler.
    void insist(int number) const {
        pthread_sigmask(SIG_UNBLOCK, &set_, nullptr);
        if (number != 0) raise(number);
        wait(-1, -1);
    }

    const sigset_t set_;
    const UniqueFd signals_;
    const UniqueFd stop_;
    std::mutex mutex_;  // guards what follows, and is held while it is called
    std::function<void(int)> call_;
    std::thread thread_;
};

Termination::Termination() : thread_(std::make_unique<Thread>()) {}
Termination::~Termination() = default;

TerminationWatch::TerminationWatch(const Termination& termination,
                                   std::function<void(int)> on_signal)
    : thread_(*termination.thread_) {
    thread_.set(std::move(on_signal));
}

TerminationWatch::~TerminationWatch() {
    thread_.set(nullptr);
}

Interruption::Interruption(const Termination& termination)
    : watch_(termination, [this](int signal) {
          signal_ = signal;
          source_.request_stop();
      }) {}

std::optional<int> Interruption::exit_code() const noexcept {
    const int signal = signal_;
    return signal == 0 ? std::nullopt : std::optional(128 + signal);
}

}  // namespace ecsview
