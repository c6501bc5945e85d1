// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/signals.h"

#include <signal.h>

namespace ecsview {

// What is not ignored is left alone: a sanitizer has its handlers by now.
void own_signals() {
    for (int number = 1; number <= SIGRTMAX; ++number) {
        struct sigaction now {};
        if (number == SIGHUP || sigaction(number, nullptr, &now) != 0) continue;
        if (now.sa_handler == SIG_IGN) signal(number, SIG_DFL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
}

}  // namespace ecsview
