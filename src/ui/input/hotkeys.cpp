// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/hotkeys.h"

#include <SDL_keycode.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "base/language.h"
#include "base/log.h"
#include "ui/input/command_table.h"
#include "ui/input/key_names.h"
#include "ui/input/keymap.h"

namespace ecsview::ui {
namespace {

bool add_modifier(Chord& chord, std::string_view name) {
    bool* flag = name == "ctrl"                      ? &chord.ctrl
                 : name == "alt"                     ? &chord.alt
                 : name == "shift"                   ? &chord.shift
                 : name == "super" || name == "meta" ? &chord.super
                                                     : nullptr;
    if (!flag || *flag) return false;
    return *flag = true;
}

Failure refused(std::string_view text, std::string_view why) {
    return {ExitCode::usage,
            tr("--hotkeys: \"{1}\" {2}; write for example fullscreen=ctrl+alt+enter, or none.",
               log::printable(text, 60), why)};
}

Result<Chord> parse_chord(std::string_view text) {
    const std::string words = lower_case(text);
    std::string_view rest = words;
    Chord chord;
    while (rest.find('+') != std::string_view::npos)
        if (!add_modifier(chord, next_part(rest, '+')))
            return refused(text,
                           tr("has a part before a + that is not one of ctrl, alt, shift, super"));
    const auto key = key_by_name(next_part(rest, '+'));
    if (!key) return refused(text, tr("does not end with the name of a key"));
    if (!chord.ctrl && !chord.alt && !chord.super)
        return refused(text, tr("would take a bare key from the guest"));
    chord.keycode = *key;
    return chord;
}

// What takes the mouse back, the nearest way first.
const std::array<Command, 4>& ways_back() {
    static const std::array<Command, 4> ways{command::ToggleMenu{}, command::ToggleMouse{},
                                             command::ShowPage{MenuPage::main},
                                             command::ToggleFullscreen{}};
    return ways;
}

}  // namespace

Hotkeys::Hotkeys() {
    for (const CommandRow& row : command_table())
        if (!row.chord.empty()) entries_.push_back({row.command, *parse_chord(row.chord)});
}

Hotkeys Hotkeys::for_kiosk() {
    Situation kiosk;
    kiosk.behaviour.kiosk = true;
    Hotkeys hotkeys;
    std::erase_if(hotkeys.entries_, [&](const Entry& entry) {
        return row_of(entry.command).offer(kiosk) == Offer::none;
    });
    return hotkeys;
}

Result<Hotkeys> Hotkeys::parse(std::string_view list) {
    Hotkeys hotkeys;
    hotkeys.entries_.clear();
    if (lower_case(list) == "none") return hotkeys;
    std::string_view rest = list;
    do {
        std::string_view chord_text = next_part(rest, ',');
        const std::string_view name = next_part(chord_text, '=');
        const auto* row = row_by_name(lower_case(name));
        if (!row) return refused(name, tr("is no command that has a name"));
        const auto chord = parse_chord(chord_text);
        if (!chord) return chord.failure();
        for (const Entry& entry : hotkeys.entries_) {
            if (entry.command == row->command) return refused(name, tr("is named twice"));
            if (entry.chord == *chord) return refused(name, tr("has the chord of another command"));
        }
        hotkeys.entries_.push_back({row->command, *chord});
    } while (!rest.empty());
    return hotkeys;
}

std::optional<Command> Hotkeys::match(int scancode, std::int32_t keycode, unsigned mods) const {
    const bool foreign = keycode > 0x7f && !(keycode & SDLK_SCANCODE_MASK);
    if (foreign) keycode = static_cast<std::int32_t>(us_character(scancode));
    const Chord pressed{(mods & KMOD_CTRL) != 0, (mods & KMOD_ALT) != 0, (mods & KMOD_SHIFT) != 0,
                        (mods & KMOD_GUI) != 0, keycode};
    for (const Entry& entry : entries_)
        if (entry.chord == pressed) return entry.command;
    return std::nullopt;
}

const Hotkeys::Entry* Hotkeys::entry_of(const Command& command) const {
    const auto is_its = [&](const Entry& entry) { return entry.command == command; };
    const auto found = std::ranges::find_if(entries_, is_its);
    return found == entries_.end() ? nullptr : &*found;
}

bool Hotkeys::has(const Command& command) const {
    return entry_of(command) != nullptr;
}

bool Hotkeys::has_mouse_back() const {
    return std::ranges::any_of(ways_back(), [this](const Command& way) { return has(way); });
}

std::string Hotkeys::text_of(const Command& command) const {
    const Entry* const entry = entry_of(command);
    if (!entry) return {};
    const Chord& chord = entry->chord;
    return std::string(chord.ctrl ? "Ctrl+" : "") + (chord.alt ? "Alt+" : "") +
           (chord.shift ? "Shift+" : "") + (chord.super ? "Super+" : "") +
           title_of_key(chord.keycode);
}

std::string Hotkeys::text_of_mouse_back() const {
    for (const Command& way : ways_back())
        if (has(way)) return text_of(way);
    return {};
}

}  // namespace ecsview::ui
