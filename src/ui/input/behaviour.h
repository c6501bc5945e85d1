// SPDX-License-Identifier: GPL-2.0-or-later
// How the window is to behave for as long as it is there: what the command line says of that. A
// value, made in main; any thread.
#pragma once

namespace ecsview::ui {

struct Behaviour {
    bool fullscreen = false;  // begins so
    bool view_only = false;   // neither keys nor pointer are ever sent
    // Nobody is to end it or to leave full screen, and the pointer is shown only while it moves.
    bool kiosk = false;
    // A failure that ends the connection is shown until somebody closes the window, or has it tried
    // again if that can help.
    bool stay = false, can_retry = true;
    bool operator==(const Behaviour&) const = default;
};

}  // namespace ecsview::ui
