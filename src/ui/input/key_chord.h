// SPDX-License-Identifier: GPL-2.0-or-later
// Keys that are pressed in this order and let go in the reverse, as a command sends them; and those
// that a person has made up (--send-keys). Keys are SDL's scancodes. Pure; any thread.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace ecsview::ui {

// Four modifiers and a key.
constexpr std::size_t most_chord_keys = 5;

struct KeyChord {
    std::array<int, most_chord_keys> keys{};  // 0 behind the last
    std::span<const int> pressed() const;
    bool operator==(const KeyChord&) const = default;
};

struct OwnChord {
    std::string label;  // "Ctrl+Shift+Esc"
    KeyChord keys;
    bool operator==(const OwnChord&) const = default;
};

// As many rows as the table of commands has for them.
constexpr std::size_t most_own_chords = 6;

// "ctrl+shift+esc"; a key alone is a chord, too. A refusal is what can be said behind the text:
// "has a part …", without a full stop.
Result<OwnChord, std::string> parse_own_chord(std::string_view text);
// The parts that a chord may have, by more than their character.
std::vector<std::string_view> names_in_chords();

// "ctrl+shift+esc,alt+f2". Refused text (ExitCode::usage): unknown
// modifiers or keys, a chord named twice, or more than there is room for.
Result<std::vector<OwnChord>> parse_own_chords(std::string_view list);

}  // namespace ecsview::ui
