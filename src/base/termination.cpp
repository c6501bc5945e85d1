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

}  // namespace

Termination::Termination() : signals_(block_and_open()) {}

TerminationWatch::TerminationWatch(const Termination& termination, std::function<void()> on_signal)
    : stop_(eventfd(0, EFD_CLOEXEC)),
      thread_(
          [signals = termination.signals_.get(), stop = stop_.get(), call = std::move(on_signal)] {
              pollfd waits[] = {{signals, POLLIN, 0}, {stop, POLLIN, 0}};
              while (poll(waits, 2, -1) < 0) {
              }
              if (!waits[1].revents) call();
          }) {}

TerminationWatch::~TerminationWatch() {
    eventfd_write(stop_.get(), 1);
    thread_.join();
}

}  // namespace ecsview
