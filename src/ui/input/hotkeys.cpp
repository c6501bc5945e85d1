// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/hotkeys.h"

#include <SDL_keycode.h>

#include <charconv>
#include <string>

#include "base/ascii.h"
#include "base/log.h"
#include "ui/input/command_table.h"
#include "ui/input/keymap.h"

namespace ecsview::ui {
namespace {

struct Name {
    std::string_view name;
    std::int32_t keycode;
};

constexpr Name key_names[] = {
    {"enter", SDLK_RETURN},        {"return", SDLK_RETURN}, {"esc", SDLK_ESCAPE},
    {"escape", SDLK_ESCAPE},       {"space", SDLK_SPACE},   {"tab", SDLK_TAB},
    {"backspace", SDLK_BACKSPACE}, {"delete", SDLK_DELETE}, {"insert", SDLK_INSERT},
    {"home", SDLK_HOME},           {"end", SDLK_END},       {"pageup", SDLK_PAGEUP},
    {"pagedown", SDLK_PAGEDOWN},   {"up", SDLK_UP},         {"down", SDLK_DOWN},
    {"left", SDLK_LEFT},           {"right", SDLK_RIGHT},   {"pause", SDLK_PAUSE},
    {"print", SDLK_PRINTSCREEN},   {"plus", SDLK_PLUS},     {"minus", SDLK_MINUS},
};

// The part before `mark`, without the blanks around it; takes it and the mark off `rest`.
std::string_view next_part(std::string_view& rest, char mark) {
    const std::size_t at = rest.find(mark);
    std::string_view part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ') part.remove_suffix(1);
    return part;
}

std::optional<std::int32_t> function_key(std::string_view name) {
    int number = 0;
    if (name.size() < 2 || name.front() != 'f' || name[1] == '0') return std::nullopt;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
    if (error != std::errc{} || end != name.data() + name.size() || number < 1 || number > 24)
        return std::nullopt;
    return number <= 12 ? SDLK_F1 + number - 1 : SDLK_F13 + number - 13;
}

std::string name_of(std::int32_t keycode) {
    for (const Name& key : key_names)
        if (key.keycode == keycode) return std::string(key.name);
    for (int number = 1; number <= 24; ++number)
        if (function_key("f" + std::to_string(number)) == keycode)
            return "f" + std::to_string(number);
    return {static_cast<char>(keycode)};
}

std::optional<std::int32_t> key_by_name(std::string_view name) {
    for (const Name& key : key_names)
        if (key.name == name) return key.keycode;
    if (name.size() == 1 && name[0] > ' ' && name[0] <= '~') return name[0];
    return function_key(name);
}

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
    return {ExitCode::usage, "--hotkeys: \"" + log::printable(text, 60) + "\" " + std::string(why) +
                                 "; write for example fullscreen=ctrl+alt+enter, or none."};
}

Result<Chord> parse_chord(std::string_view text) {
    const std::string words = lower_case(text);
    std::string_view rest = words;
    Chord chord;
    while (rest.find('+') != std::string_view::npos)
        if (!add_modifier(chord, next_part(rest, '+')))
            return refused(text,
                           "has a part before a + that is not one of ctrl, alt, shift, super");
    const auto key = key_by_name(next_part(rest, '+'));
    if (!key) return refused(text, "does not end with the name of a key");
    if (!chord.ctrl && !chord.alt && !chord.super)
        return refused(text, "would take a bare key from the guest");
    chord.keycode = *key;
    return chord;
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
        if (!row) return refused(name, "is no command that has a name");
        const auto chord = parse_chord(chord_text);
        if (!chord) return chord.failure();
        for (const Entry& entry : hotkeys.entries_) {
            if (entry.command == row->command) return refused(name, "is named twice");
            if (entry.chord == *chord) return refused(name, "has the chord of another command");
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

std::string Hotkeys::text_of(const Command& command) const {
    for (const Entry& entry : entries_) {
        if (entry.command != command) continue;
        const Chord& chord = entry.chord;
        std::string key = name_of(chord.keycode);
        if (key[0] >= 'a' && key[0] <= 'z') key[0] = static_cast<char>(key[0] - 'a' + 'A');
        return std::string(chord.ctrl ? "Ctrl+" : "") + (chord.alt ? "Alt+" : "") +
               (chord.shift ? "Shift+" : "") + (chord.super ? "Super+" : "") + key;
    }
    return {};
}

}  // namespace ecsview::ui
