// SPDX-License-Identifier: GPL-2.0-or-later
// A failure that a window shows because nobody reads standard error. Main thread.
#pragma once

#include "base/error.h"

namespace ecsview {

// Shows why the program ends before there is a console, until somebody closes the window: a menu or
// a link has started it. Without a display, standard error has to do.
void show(const Failure& failure);

}  // namespace ecsview
