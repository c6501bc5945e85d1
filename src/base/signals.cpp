// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/signals.h"

#include <signal.h>

namespace ecsview {

// Only ignored signals are changed: a sanitizer has installed handlers by now.
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
