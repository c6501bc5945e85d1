// SPDX-License-Identifier: GPL-2.0-or-later
// From SDL's keys to what VNC servers want: QEMU's XT scancodes (extended key event) and X11
// keysyms (both kinds of key event). Pure tables; any thread. Scancodes, keycodes and modifiers are
// SDL's numbers (SDL_scancode.h, SDL_keycode.h), passed as integers so that callers need no SDL
// header.
//
// Where the keysym of a printable key comes from: SDL names a key by the unshifted character of the
// layout only, but servers without scancodes (Xvnc, x11vnc) need the character that was meant: '!'
// for Shift+1. SDL queues the text that a key press produced right behind the press, in the same
// pump; that text is taken when there is one. It is right for every layout, level and lock. Where
// there is none (Ctrl is down, or no keymap is at hand as on a bare console) the keysym is worked
// out from the layout's unshifted character: letters by case, other keys as on a US keyboard.
//
// Remapped keys (caps:escape, swapped Ctrl and Alt, AltGr elsewhere): a key that means a function
// is sent as the key that has that function on a PC keyboard, by keysym and by scancode; a key that
// means a character has the scancode of its place, for the guest has a layout of its own. So Caps
// Lock as Escape is Escape everywhere, and Dvorak's keys are where the guest expects them. What X
// says is believed; elsewhere SDL's keycode tells of remapped functions.
#pragma once

#include <cstdint>

#include "rfb/keysym.h"

namespace ecsview::ui {

// QEMU's "qnum" of a key: XT set 1, keys with an E0 prefix have bit 7 set. 0: QEMU has none.
// Source: the table of the keycodemapdb project, which QEMU is built with.
std::uint32_t qnum_of(int scancode) noexcept;

// The scancode (SDL's) of the key that has the function `keysym` on a PC keyboard; the third
// level's shift (AltGr) is the right Alt key. 0: the keysym is no function, or one that no key has.
int scancode_of_function(std::uint32_t keysym) noexcept;

// The keysym of a key that is not printable (function keys, keypad, modifiers, media), else 0.
// `text` is the character the press produced, or 0; only the keypad's decimal key looks at it.
std::uint32_t function_keysym(int scancode, unsigned mods, char32_t text) noexcept;

using rfb::keysym_of;

// The character that a printable key gives when SDL reported no text, or 0.
char32_t guessed_character(int scancode, std::int32_t keycode, unsigned mods) noexcept;

// The character on the key of a US keyboard, unshifted, or 0 (for hotkeys on other alphabets).
char32_t us_character(int scancode) noexcept;

}  // namespace ecsview::ui
