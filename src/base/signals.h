// SPDX-License-Identifier: GPL-2.0-or-later
// Undoes what a program inherits of its parent's signal settings. Called first in main, before the
// first fork and the first thread.
#pragma once

namespace ecsview {

// Unblocks every signal and ignores none. If the parent ignores SIGCHLD, the kernel would forget
// how our children ended and give their process ids to others. If it blocks a signal, it has mostly
// forgotten to unblock it for us. Only SIGHUP stays ignored: nohup(1) does that on purpose.
void own_signals();

}  // namespace ecsview
