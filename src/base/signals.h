// SPDX-License-Identifier: GPL-2.0-or-later
// What a program inherits of its parent's signals. First thing in main, before the first fork and
// the first thread.
#pragma once

namespace ecsview {

// No signal is blocked, and none is ignored. A parent that ignores SIGCHLD would have the kernel
// forget how our children ended, and give their numbers to others; one that blocks a signal may
// have forgotten to say that it is not meant for us. SIGHUP alone stays ignored: that is what
// nohup(1) is for.
void own_signals();

}  // namespace ecsview
