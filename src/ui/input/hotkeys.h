// SPDX-License-Identifier: GPL-2.0-or-later
// The few chords that are taken from the guest. A list names each action with its chord,
// "fullscreen=ctrl+alt+enter,menu=ctrl+alt+m"; an action that is not named has no chord, and "none"
// is the empty list. A chord needs Ctrl, Alt or Super, so no bare key is ever taken. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace ecsview::ui {

enum class HotkeyAction { toggle_fullscreen, open_menu };

struct Chord {
    bool ctrl = false, alt = false, shift = false, super = false;
    std::int32_t keycode = 0;  // SDL's
    bool operator==(const Chord&) const = default;
};

class Hotkeys {
public:
    Hotkeys();  // the defaults: fullscreen=ctrl+alt+enter,menu=ctrl+alt+m
    // The default where full screen is not to be left: the menu's chord alone.
    static Hotkeys for_kiosk();

    // Refused text (ExitCode::usage): unknown actions, modifiers or keys, a bare key, a chord or an
    // action named twice. Case and blanks around the parts do not matter.
    static Result<Hotkeys> parse(std::string_view list);

    // The action of a key press; `mods` are SDL's, the locks do not matter. Where the layout's
    // letter is not Latin, the key's letter on a US keyboard counts.
    std::optional<HotkeyAction> match(int scancode, std::int32_t keycode, unsigned mods) const;
    // How a person writes the chord, "Ctrl+Alt+M"; empty when the action has none.
    std::string text_of(HotkeyAction action) const;

private:
    struct Entry {
        HotkeyAction action;
        Chord chord;
    };
    std::vector<Entry> entries_;
};

}  // namespace ecsview::ui
