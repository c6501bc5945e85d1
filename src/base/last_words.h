// SPDX-License-Identifier: GPL-2.0-or-later
// What is said when the program cannot go on and nobody has caught why: an exception that left a
// thread or a function that may have none, mostly because there was no memory. A sentence and an
// exit code instead of a signal. Called once in main, before the first thread; decoders, which are
// forked or started by main, have it, too. Needs no memory.
#pragma once

namespace ecsview {

// In place of std::terminate's abort().
void have_last_words() noexcept;

}  // namespace ecsview
