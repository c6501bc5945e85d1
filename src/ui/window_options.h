// SPDX-License-Identifier: GPL-2.0-or-later
// What a window is made with: all that the command line says about it. A value; main thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "screen/geometry.h"
#include "typing/layout.h"
#include "ui/clipboard.h"
#include "ui/input/behaviour.h"
#include "ui/input/hotkeys.h"
#include "ui/input/key_chord.h"
#include "ui/nights.h"
#include "ui/picture/rotation.h"
#include "ui/picture/viewport.h"

namespace ecsview::ui {

struct WindowOptions {
    std::string title;  // what the user asked for, in words without secrets
    Behaviour behaviour;
    std::optional<screen::WindowSize> size;  // --window-size
    std::optional<int> display;              // --display, from 1
    Nights nights;                           // --blank
    Rotation rotation = Rotation::none;      // --rotate; on a wall, the window's own
    ScaleMode scale = ScaleMode::fit;
    Hotkeys hotkeys;
    typing::Layout guest_layout;                    // --guest-layout
    bool stats = false;                             // --stats: told in the log
    bool records = false;                           // the last minutes can be saved
    bool walled = false;                            // there is a wall to go back to
    bool several = false;                           // with others on it
    std::optional<std::chrono::milliseconds> turn;  // --turn: on a wall, in the window's own
    std::vector<OwnChord> own_chords;               // --send-keys
    ClipboardWays clipboard;                        // --clipboard
    bool watch_screen = false;                      // tell which state the screen is in
    // Until then the window stays hidden, unless there is a picture, a prompt or an error to show.
    std::chrono::milliseconds show_after{300};
    // How often Session::prove_alive is called; without it the loop never wakes by itself.
    std::optional<std::chrono::milliseconds> beat_every;
};

}  // namespace ecsview::ui
