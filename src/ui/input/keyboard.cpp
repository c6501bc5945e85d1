// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/keyboard.h"

#include <SDL_keycode.h>
#include <SDL_scancode.h>

#include <algorithm>

#include "base/utf8.h"
#include "ui/input/keymap.h"

namespace ecsview::ui {
namespace {

constexpr int caps_lock[] = {SDL_SCANCODE_CAPSLOCK}, num_lock[] = {SDL_SCANCODE_NUMLOCKCLEAR};
constexpr std::uint8_t led_num = 1 << 1, led_caps = 1 << 2;

constexpr std::uint32_t alt_right = 0xffea, level3_shift = 0xfe03;
constexpr std::uint32_t tab = 0xff09, left_tab = 0xfe20;
constexpr std::uint32_t keypad_decimal = 0xffae, keypad_separator = 0xffac, keypad_delete = 0xff9f;
constexpr std::uint32_t terminate_server = 0xfed5, x_commands = 0x1008fe00;  // and 255 more

// Brazil's keyboard has two decimal keys: which one is the point is the layout's matter, there and
// in the guest.
bool is_decimal(std::uint32_t keysym) {
    return keysym == keypad_decimal || keysym == keypad_separator || keysym == keypad_delete;
}

// The key that has the press's meaning on a PC keyboard. A character is where it is.
int place_of(const KeyPress& key, std::uint32_t keysym) {
    const bool decimal_key =
        key.scancode == SDL_SCANCODE_KP_PERIOD || key.scancode == SDL_SCANCODE_KP_COMMA;
    if (decimal_key && is_decimal(keysym)) return key.scancode;
    if (keysym == function_keysym(key.scancode, key.mods, key.text)) return key.scancode;
    const int place = scancode_of_function(keysym);
    return place ? place : key.scancode;
}

// SDL's keycode is another key's: a function that was remapped, where the system says no keysym.
int remapped(const KeyPress& key) {
    const int other = key.keycode & ~SDLK_SCANCODE_MASK;
    if (key.keycode & SDLK_SCANCODE_MASK) return other;
    if (key.keycode == SDLK_ESCAPE) return SDL_SCANCODE_ESCAPE;
    if (key.keycode == SDLK_BACKSPACE) return SDL_SCANCODE_BACKSPACE;
    return key.scancode;
}

void append(Messages& out, const Messages& more) {
    out.insert(out.end(), more.begin(), more.end());
}

}  // namespace

rfb::ClientMessage key_message(bool down, std::uint32_t keysym, std::uint32_t qnum) {
    return qnum ? rfb::extended_key_event(down, keysym, qnum) : rfb::key_event(down, keysym);
}

std::optional<std::size_t> Keyboard::find(int scancode) const {
    for (std::size_t i = 0; i < held_.size(); ++i)
        if (held_[i].scancode == scancode) return i;
    return std::nullopt;
}

std::uint32_t Keyboard::printable_keysym(const KeyPress& key) {
    if (key.text) {
        text_seen_ = true;
        return keysym_of(key.text);
    }
    // A printable key that gives no text where others do is a dead key: the character comes with
    // the next press. A server that knows scancodes still gets this one. (Right Alt may be AltGr.)
    const bool command = (key.mods & (KMOD_CTRL | KMOD_LALT | KMOD_GUI)) != 0;
    if (text_seen_ && !command) return 0;
    return keysym_of(guessed_character(key.scancode, key.keycode, key.mods));
}

// Shift and Tab is one key for most servers, and a keysym of its own for X. What X would do itself
// (Ctrl+Alt+F1 switches the terminal) is no meaning for the guest.
std::uint32_t Keyboard::keysym_of_press(const KeyPress& key) {
    const bool for_x = key.keysym >> 8 == x_commands >> 8 || key.keysym == terminate_server;
    if (key.keysym == left_tab) return tab;
    if (key.keysym && !for_x) {
        text_seen_ = text_seen_ || key.text != 0;
        return key.keysym;
    }
    if (const int other = remapped(key); other != key.scancode)
        if (const auto keysym = function_keysym(other, key.mods, key.text)) return keysym;
    const std::uint32_t keysym = function_keysym(key.scancode, key.mods, key.text);
    return keysym ? keysym : printable_keysym(key);
}

// A server that goes by keysyms finds the key for '@' itself; with AltGr still down, its programs
// would see Alt+@. So AltGr is let go there before a character that it has made.
void Keyboard::drop_level3(const KeyPress& key, std::uint32_t keysym, Messages& out) {
    const auto held = std::find_if(held_.begin(), held_.end(), [](const Held& other) {
        return other.keysym == alt_right || other.keysym == level3_shift;
    });
    if (held == held_.end() || held->level3 || held->qnum || !key.text) return;
    if (keysym == keysym_of(guessed_character(key.scancode, key.keycode, key.mods))) return;
    held->level3 = true;
    out.push_back(key_message(false, held->keysym, 0));
}

Messages Keyboard::press(const KeyPress& key, bool extended) {
    Messages out;
    if (const auto at = find(key.scancode)) {
        const Held& held = held_[*at];
        if (!held.level3) out.push_back(key_message(true, held.keysym, held.qnum));
        return out;
    }
    if (key.repeat) return out;
    const std::uint32_t keysym = keysym_of_press(key);
    if (function_keysym(key.scancode, key.mods, key.text) == 0) drop_level3(key, keysym, out);
    const std::uint32_t qnum = extended ? qnum_of(place_of(key, keysym)) : 0;
    if (keysym == 0 && qnum == 0) return out;
    held_.push_back({key.scancode, keysym, qnum});
    out.push_back(key_message(true, keysym, qnum));
    return out;
}

Messages Keyboard::release(int scancode) {
    const auto at = find(scancode);
    if (!at) return {};
    const Held held = held_[*at];
    held_.erase(held_.begin() + static_cast<std::ptrdiff_t>(*at));
    if (held.level3) return {};
    return {key_message(false, held.keysym, held.qnum)};
}

Messages Keyboard::release_all() {
    Messages out;
    for (auto held = held_.rbegin(); held != held_.rend(); ++held)
        if (!held->level3) out.push_back(key_message(false, held->keysym, held->qnum));
    held_.clear();
    return out;
}

Messages Keyboard::type(std::string_view utf8) {
    Messages out;
    while (const auto c = utf8_next(utf8)) {
        const std::uint32_t keysym = keysym_of(*c);
        if (keysym == 0) continue;
        out.push_back(rfb::key_event(true, keysym));
        out.push_back(rfb::key_event(false, keysym));
    }
    return out;
}

Messages Keyboard::chord(std::span<const int> scancodes, bool extended) {
    Messages out, releases;
    for (const int scancode : scancodes) {
        const std::uint32_t qnum = extended ? qnum_of(scancode) : 0;
        const std::uint32_t function = function_keysym(scancode, 0, 0);
        const std::uint32_t keysym = function ? function : keysym_of(us_character(scancode));
        out.push_back(key_message(true, keysym, qnum));
        releases.push_back(key_message(false, keysym, qnum));
    }
    out.insert(out.end(), releases.rbegin(), releases.rend());
    return out;
}

Messages Keyboard::sync_locks(std::uint8_t leds, unsigned mods, bool extended) {
    Messages out;
    if (((leds & led_caps) != 0) != ((mods & KMOD_CAPS) != 0))
        append(out, chord(caps_lock, extended));
    if (((leds & led_num) != 0) != ((mods & KMOD_NUM) != 0)) append(out, chord(num_lock, extended));
    return out;
}

}  // namespace ecsview::ui
