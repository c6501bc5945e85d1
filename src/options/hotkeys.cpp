// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/hotkeys.h"

#include <algorithm>
#include <charconv>

namespace ecsview::options {
namespace {

constexpr std::string_view named_keys[] = {
    "enter", "escape", "space",    "tab", "backspace", "insert", "delete", "home",
    "end",   "pageup", "pagedown", "up",  "down",      "left",   "right",  "pause",
};

Failure refused(const std::string& clause) {
    return {ExitCode::usage, "--hotkeys is not understood: " + clause + "."};
}

bool is_function_key(std::string_view key) {
    int number = 0;
    const auto [end, error] = std::from_chars(key.data() + 1, key.data() + key.size(), number);
    return key.front() == 'f' && error == std::errc{} && end == key.data() + key.size() &&
           number >= 1 && number <= 12 && key[1] != '0';
}

bool is_key(std::string_view key) {
    if (key.empty()) return false;
    if (key.size() == 1)
        return (key[0] >= 'a' && key[0] <= 'z') || (key[0] >= '0' && key[0] <= '9');
    return is_function_key(key) ||
           std::find(std::begin(named_keys), std::end(named_keys), key) != std::end(named_keys);
}

// Takes the part before `mark` off `text`, or all of it.
std::string_view take(std::string_view& text, char mark) {
    const auto part = text.substr(0, text.find(mark));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    return part;
}

bool* modifier(Chord& chord, std::string_view name) {
    if (name == "ctrl") return &chord.ctrl;
    if (name == "alt") return &chord.alt;
    if (name == "shift") return &chord.shift;
    if (name == "super") return &chord.super;
    return nullptr;
}

Result<Chord> parse_chord(std::string_view text) {
    Chord chord;
    while (text.find('+') != std::string_view::npos) {
        bool* flag = modifier(chord, take(text, '+'));
        if (flag == nullptr) return refused("the modifiers are ctrl, alt, shift and super");
        *flag = true;
    }
    if (!is_key(text)) return refused("it names an unknown key; keys are like m, f11 or enter");
    if (!chord.ctrl && !chord.alt && !chord.super)
        return refused("a key alone belongs to the guest; add ctrl, alt or super");
    chord.key = text;
    return chord;
}

}  // namespace

Result<Hotkeys> parse_hotkeys(std::string_view text) {
    if (text == "none") return Hotkeys{std::nullopt, std::nullopt};
    if (text.empty() || text.ends_with(',')) return refused("an entry is empty");
    Hotkeys keys;
    while (!text.empty()) {
        auto entry = take(text, ',');
        const auto action = take(entry, '=');
        if (action != "fullscreen" && action != "menu")
            return refused("its entries are fullscreen=CHORD and menu=CHORD, or none");
        auto& key = action == "menu" ? keys.menu : keys.fullscreen;
        key.reset();
        if (entry == "none") continue;
        auto chord = parse_chord(entry);
        if (!chord) return chord.failure();
        key = std::move(*chord);
    }
    if (keys.fullscreen && keys.fullscreen == keys.menu)
        return refused("full screen and menu have the same keys");
    return keys;
}

}  // namespace ecsview::options
