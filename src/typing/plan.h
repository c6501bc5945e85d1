// SPDX-License-Identifier: GPL-2.0-or-later
// From a text to the keys that type it, mostly one step a character, and what of it cannot be
// typed. A step begins and ends with every key up, so it may be the last one at any moment. Pure;
// any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rfb/client_messages.h"
#include "typing/layout.h"

namespace ecsview::typing {

// Longer than anybody types at a console: hours.
constexpr std::size_t max_text_bytes = std::size_t{1024} * 1024;

// What is done about a character that the layout does not have.
enum class Missing {
    stop,       // nothing is typed
    leave_out,  // the rest is typed
    linux,      // Ctrl+Shift+U, its number in hexadecimal, space: GTK and IBus
    windows,    // Alt held, 0 and its number in code page 1252 on the keypad
};

struct Step {
    std::uint32_t first;  // of Plan::strokes
    std::uint8_t count;
    enum class Shows : std::uint8_t {
        glyph,
        blank,     // nothing, where there is no cursor to be seen
        line_end,  // the same, or something anywhere on the screen
    } shows = Shows::glyph;
    bool whole = true;  // its character is: some are typed in several steps
};

// What a step costs on the way.
struct Load {
    int bytes = 0;   // of a PS/2 keyboard, as the guest's controller queues them
    int tail = 0;    // of those, what comes after the last press: the character shows before it
    int events = 0;  // key presses and releases
};

struct Plan {
    std::vector<Stroke> strokes;
    std::vector<Step> steps;
    std::u32string missing;    // each once; still so after what `how` could do
    std::size_t left_out = 0;  // characters

    std::size_t characters() const;  // that are typed by all the steps
    Load load_of(const Step& step) const;
    // Extended key events where the server takes them, else plain ones.
    std::vector<rfb::ClientMessage> messages_of(const Step& step) const;
};

// Line ends of any kind are Return. `by_keysym`: the server knows no scancodes and finds the keys
// itself, whatever the layout.
Plan plan(std::string_view utf8, const Layout& layout, Missing how, bool by_keysym);

// Capitals would come as small letters: Caps Lock pressed once, if its lamp is on; `leds` as in
// screen::ConsoleState. For servers that take extended key events.
std::vector<rfb::ClientMessage> without_caps_lock(std::optional<std::uint8_t> leds);

// "é (U+00E9), 中 (U+4E2D) and 3 more"; control characters by their number alone.
std::string names_of(std::u32string_view characters);

}  // namespace ecsview::typing
