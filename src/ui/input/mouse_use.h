// SPDX-License-Identifier: GPL-2.0-or-later
// Whose the mouse is. A guest with a PS/2 mouse takes steps, not places, so its pointer cannot
// follow ours: a click gives the mouse to the guest, and the menu's chord takes it back. A value;
// ui thread.
#pragma once

namespace ecsview::ui {

enum class MouseUse {
    places,          // the guest's pointer is where ours is
    free,            // the guest takes steps, and nobody has given it the mouse
    free_and_moved,  // and somebody tries to use it
    captured,        // it has the mouse
};

}  // namespace ecsview::ui
