// SPDX-License-Identifier: GPL-2.0-or-later
// What decides which commands there are now: the menu shows these, and a hotkey does nothing else.
// A value; ui thread.
#pragma once

#include <string>
#include <vector>

#include "screen/console_state.h"
#include "ui/input/behaviour.h"
#include "ui/picture/viewport.h"

namespace ecsview::ui {

struct Situation {
    Behaviour behaviour;
    bool live = false;                            // keys reach the guest now
    bool picture = false;                         // some is there, perhaps an old one
    bool mouse_steps = false;                     // the guest's mouse is given to it
    bool mouse_may_go = true;                     // something would take it back
    bool prompting = false;                       // a password is to be typed here
    bool can_take_over = false;                   // another session has the console
    screen::OsType os = screen::OsType::unknown;  // of the guest
    std::vector<std::string> own_chords;          // --send-keys, as a person writes them
    std::vector<int> held;                        // modifiers that are down until the next key
    bool grabbed = false;                         // in a window; all keys are the guest's
    bool grab_has_a_way_out = false;              // some chord ends it
    bool ended = false;                           // by a failure: the menu is the card that says so
    bool copied = false;                          // that failure
    bool fullscreen = false;
    bool walled = false;      // there is a wall to go back to
    bool several = false;     // with others on it
    bool playback = false;    // it is a recording
    bool paused = false;      // which stands still
    bool records = false;     // the last minutes can be saved
    bool statistics = false;  // they are shown
    bool keyboard = false;    // the one on the screen is shown, when there is somebody to type for
    ScaleMode scale = ScaleMode::fit;
    bool operator==(const Situation&) const = default;
};

}  // namespace ecsview::ui
