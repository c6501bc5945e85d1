// SPDX-License-Identifier: GPL-2.0-or-later
// A descriptor that something waits on, and that nothing else would wake: without it the program
// would stand still, so it ends in words. Any thread.
#pragma once

#include <sys/eventfd.h>

#include "base/error.h"
#include "base/language.h"
#include "base/unique_fd.h"

namespace ecsview {

// What the system has given. Throws Error when that is none.
inline UniqueFd needed(int fd) {
    if (fd < 0) throw Error(ExitCode::decoder, tr("No descriptor is left; close some programs."));
    return UniqueFd(fd);
}

// What one thread wakes another with.
inline UniqueFd needed_event() {
    return needed(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
}

}  // namespace ecsview
