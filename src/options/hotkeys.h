// SPDX-License-Identifier: GPL-2.0-or-later
// The keys that the window takes for itself (--hotkeys). Values; the ui thread matches them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"

namespace ecsview::options {

// A key together with at least one of ctrl, alt and super: no bare key is ever taken from the
// guest.
struct Chord {
    bool ctrl = false, alt = false, shift = false, super = false;
    std::string key;  // a-z, 0-9, f1-f12, or one of named_keys in hotkeys.cpp ("enter", "pageup")

    bool operator==(const Chord&) const = default;
};

// Nothing: the action has no key.
struct Hotkeys {
    std::optional<Chord> fullscreen = Chord{true, true, false, false, "enter"};
    std::optional<Chord> menu = Chord{true, true, false, false, "m"};

    bool operator==(const Hotkeys&) const = default;
};

// "none", or ACTION=CHORD[,ACTION=CHORD] where ACTION is fullscreen or menu and CHORD is like
// ctrl+alt+enter or none; an action that is not listed keeps its default. Failure: ExitCode::usage.
Result<Hotkeys> parse_hotkeys(std::string_view text);

}  // namespace ecsview::options
