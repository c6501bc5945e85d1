// SPDX-License-Identifier: GPL-2.0-or-later
// What display there is, told to whoever asks for it without wanting a window: how it is driven,
// its size, what draws, and without X11 and Wayland which devices may be read. Main thread, before
// there are others; the display is opened for that.
#pragma once

#include <string>

namespace ecsview::ui {

struct DisplayLook {
    std::string seen;   // in words
    bool deaf = false;  // there are keyboards and mice, and none of them may be read
};

// Throws Error (ExitCode::no_display) as the window does.
DisplayLook look_at_display();

}  // namespace ecsview::ui
