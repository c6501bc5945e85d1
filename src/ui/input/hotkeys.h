// SPDX-License-Identifier: GPL-2.0-or-later
// The few chords that are taken from the guest. A list names each command with its chord,
// "fullscreen=ctrl+alt+enter,menu=ctrl+alt+m"; a command that is not named has no chord, and "none"
// is the empty list. A chord needs Ctrl, Alt or Super, so no bare key is ever taken. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "ui/input/command.h"

namespace ecsview::ui {

struct Chord {
    bool ctrl = false, alt = false, shift = false, super = false;
    std::int32_t keycode = 0;  // SDL's
    bool operator==(const Chord&) const = default;
};

class Hotkeys {
public:
    Hotkeys();  // the defaults: those of the table of commands
    // Those of them that a kiosk has: the menu's chord alone, for nobody leaves full screen.
    static Hotkeys for_kiosk();

    // Refused text (ExitCode::usage): unknown commands, modifiers or keys, a bare key, a chord or a
    // command named twice. Case and blanks around the parts do not matter.
    static Result<Hotkeys> parse(std::string_view list);

    // The command of a key press; `mods` are SDL's, the locks do not matter. Where the layout's
    // letter is not Latin, the key's letter on a US keyboard counts.
    std::optional<Command> match(int scancode, std::int32_t keycode, unsigned mods) const;
    bool has(const Command& command) const;
    // Whether any chord takes the mouse back from the guest.
    bool has_mouse_back() const;
    // How a person writes the chord, "Ctrl+Alt+M"; empty when the command has none.
    std::string text_of(const Command& command) const;
    // The same of a chord that takes the mouse back from the guest; empty: none of them does.
    std::string text_of_mouse_back() const;

private:
    struct Entry {
        Command command;
        Chord chord;
    };
    const Entry* entry_of(const Command& command) const;

    std::vector<Entry> entries_;
};

}  // namespace ecsview::ui
