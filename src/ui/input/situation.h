// SPDX-License-Identifier: GPL-2.0-or-later
// What decides which commands there are now: the menu shows these, and a hotkey does nothing else.
// A value; ui thread.
#pragma once

#include "ui/input/behaviour.h"
#include "ui/picture/viewport.h"

namespace ecsview::ui {

struct Situation {
    Behaviour behaviour;
    bool live = false;           // keys reach the guest now
    bool can_take_over = false;  // another session has the console
    bool ctrl_alt_del = true;    // the guest is Windows, or unknown
    bool ctrl_alt_f = true;      // the guest is Linux, or unknown
    bool ended = false;          // by a failure: the menu is the card that says so
    bool fullscreen = false;
    bool statistics = false;  // they are shown
    ScaleMode scale = ScaleMode::fit;
    bool operator==(const Situation&) const = default;
};

}  // namespace ecsview::ui
