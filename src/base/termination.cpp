// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/termination.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>

namespace ecsview {
namespace {

UniqueFd block_and_open() {
    sigset_t set;
    sigemptyset(&set);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
    sigprocmask(SIG_BLOCK, &set, nullptr);
    return UniqueFd(signalfd(-1, &set, SFD_CLOEXEC));
}

int take_signal(int signals) {
    signalfd_siginfo info{};
    return read(signals, &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo)
                                                            : SIGTERM;
}

}  // namespace

Termination::Termination() : signals_(block_and_open()) {}

TerminationWatch::TerminationWatch(const Termination& termination,
                                   std::function<void(int)> on_signal)
    : stop_(eventfd(0, EFD_CLOEXEC)),
      thread_(
          [signals = termination.signals_.get(), stop = stop_.get(), call = std::move(on_signal)] {
              pollfd waits[] = {{signals, POLLIN, 0}, {stop, POLLIN, 0}};
              while (poll(waits, 2, -1) < 0) {
              }
              if (!waits[1].revents) call(take_signal(signals));
          }) {}

TerminationWatch::~TerminationWatch() {
    eventfd_write(stop_.get(), 1);
    thread_.join();
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
