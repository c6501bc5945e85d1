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

Termination::Termination() : signals_(block_and_open()), stop_(eventfd(0, EFD_CLOEXEC)) {}

Termination::~Termination() {
    if (!thread_.joinable()) return;
    eventfd_write(stop_.get(), 1);
    thread_.join();
}

void Termination::watch(std::function<void()> on_signal) {
    thread_ = std::thread([this, call = std::move(on_signal)] {
        pollfd waits[] = {{signals_.get(), POLLIN, 0}, {stop_.get(), POLLIN, 0}};
        while (poll(waits, 2, -1) < 0) {
        }
        if (!waits[1].revents) call();
    });
}

}  // namespace ecsview
