// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/keymap.h"

#include <SDL_keycode.h>
#include <SDL_scancode.h>

#include <array>
#include <iterator>
#include <string_view>

namespace ecsview::ui {
namespace {

struct Pair {
    int scancode;
    std::uint32_t value;
};

// clang-format off
constexpr Pair qnums[] = {
    {SDL_SCANCODE_A, 0x1e}, {SDL_SCANCODE_B, 0x30}, {SDL_SCANCODE_C, 0x2e}, {SDL_SCANCODE_D, 0x20},
    {SDL_SCANCODE_E, 0x12}, {SDL_SCANCODE_F, 0x21}, {SDL_SCANCODE_G, 0x22}, {SDL_SCANCODE_H, 0x23},
    {SDL_SCANCODE_I, 0x17}, {SDL_SCANCODE_J, 0x24}, {SDL_SCANCODE_K, 0x25}, {SDL_SCANCODE_L, 0x26},
    {SDL_SCANCODE_M, 0x32}, {SDL_SCANCODE_N, 0x31}, {SDL_SCANCODE_O, 0x18}, {SDL_SCANCODE_P, 0x19},
    {SDL_SCANCODE_Q, 0x10}, {SDL_SCANCODE_R, 0x13}, {SDL_SCANCODE_S, 0x1f}, {SDL_SCANCODE_T, 0x14},
    {SDL_SCANCODE_U, 0x16}, {SDL_SCANCODE_V, 0x2f}, {SDL_SCANCODE_W, 0x11}, {SDL_SCANCODE_X, 0x2d},
    {SDL_SCANCODE_Y, 0x15}, {SDL_SCANCODE_Z, 0x2c},
    {SDL_SCANCODE_1, 0x02}, {SDL_SCANCODE_2, 0x03}, {SDL_SCANCODE_3, 0x04}, {SDL_SCANCODE_4, 0x05},
    {SDL_SCANCODE_5, 0x06}, {SDL_SCANCODE_6, 0x07}, {SDL_SCANCODE_7, 0x08}, {SDL_SCANCODE_8, 0x09},
    {SDL_SCANCODE_9, 0x0a}, {SDL_SCANCODE_0, 0x0b},
    {SDL_SCANCODE_RETURN, 0x1c}, {SDL_SCANCODE_ESCAPE, 0x01}, {SDL_SCANCODE_BACKSPACE, 0x0e},
    {SDL_SCANCODE_TAB, 0x0f}, {SDL_SCANCODE_SPACE, 0x39}, {SDL_SCANCODE_MINUS, 0x0c},
    {SDL_SCANCODE_EQUALS, 0x0d}, {SDL_SCANCODE_LEFTBRACKET, 0x1a},
    {SDL_SCANCODE_RIGHTBRACKET, 0x1b}, {SDL_SCANCODE_BACKSLASH, 0x2b},
    {SDL_SCANCODE_NONUSHASH, 0x2b}, {SDL_SCANCODE_SEMICOLON, 0x27},
    {SDL_SCANCODE_APOSTROPHE, 0x28}, {SDL_SCANCODE_GRAVE, 0x29}, {SDL_SCANCODE_COMMA, 0x33},
    {SDL_SCANCODE_PERIOD, 0x34}, {SDL_SCANCODE_SLASH, 0x35}, {SDL_SCANCODE_CAPSLOCK, 0x3a},
    {SDL_SCANCODE_NONUSBACKSLASH, 0x56},
    {SDL_SCANCODE_F1, 0x3b}, {SDL_SCANCODE_F2, 0x3c}, {SDL_SCANCODE_F3, 0x3d},
    {SDL_SCANCODE_F4, 0x3e}, {SDL_SCANCODE_F5, 0x3f}, {SDL_SCANCODE_F6, 0x40},
    {SDL_SCANCODE_F7, 0x41}, {SDL_SCANCODE_F8, 0x42}, {SDL_SCANCODE_F9, 0x43},
    {SDL_SCANCODE_F10, 0x44}, {SDL_SCANCODE_F11, 0x57}, {SDL_SCANCODE_F12, 0x58},
    {SDL_SCANCODE_F13, 0x5d}, {SDL_SCANCODE_F14, 0x5e}, {SDL_SCANCODE_F15, 0x5f},
    {SDL_SCANCODE_F16, 0x55}, {SDL_SCANCODE_F17, 0x83}, {SDL_SCANCODE_F18, 0xf7},
    {SDL_SCANCODE_F19, 0x84}, {SDL_SCANCODE_F20, 0x5a}, {SDL_SCANCODE_F21, 0x74},
    {SDL_SCANCODE_F22, 0xf9}, {SDL_SCANCODE_F23, 0x6d}, {SDL_SCANCODE_F24, 0x6f},
    // QEMU's own number for Print is 0x54; it takes 0xb7 only for the sake of old clients.
    {SDL_SCANCODE_PRINTSCREEN, 0x54}, {SDL_SCANCODE_SYSREQ, 0x54},
    {SDL_SCANCODE_SCROLLLOCK, 0x46}, {SDL_SCANCODE_PAUSE, 0xc6},
    {SDL_SCANCODE_INSERT, 0xd2}, {SDL_SCANCODE_HOME, 0xc7}, {SDL_SCANCODE_PAGEUP, 0xc9},
    {SDL_SCANCODE_DELETE, 0xd3}, {SDL_SCANCODE_END, 0xcf}, {SDL_SCANCODE_PAGEDOWN, 0xd1},
    {SDL_SCANCODE_RIGHT, 0xcd}, {SDL_SCANCODE_LEFT, 0xcb}, {SDL_SCANCODE_DOWN, 0xd0},
    {SDL_SCANCODE_UP, 0xc8},
    {SDL_SCANCODE_NUMLOCKCLEAR, 0x45}, {SDL_SCANCODE_KP_DIVIDE, 0xb5},
    {SDL_SCANCODE_KP_MULTIPLY, 0x37}, {SDL_SCANCODE_KP_MINUS, 0x4a}, {SDL_SCANCODE_KP_PLUS, 0x4e},
    {SDL_SCANCODE_KP_ENTER, 0x9c}, {SDL_SCANCODE_KP_1, 0x4f}, {SDL_SCANCODE_KP_2, 0x50},
    {SDL_SCANCODE_KP_3, 0x51}, {SDL_SCANCODE_KP_4, 0x4b}, {SDL_SCANCODE_KP_5, 0x4c},
    {SDL_SCANCODE_KP_6, 0x4d}, {SDL_SCANCODE_KP_7, 0x47}, {SDL_SCANCODE_KP_8, 0x48},
    {SDL_SCANCODE_KP_9, 0x49}, {SDL_SCANCODE_KP_0, 0x52}, {SDL_SCANCODE_KP_PERIOD, 0x53},
    {SDL_SCANCODE_KP_EQUALS, 0x59}, {SDL_SCANCODE_KP_COMMA, 0x7e},
    {SDL_SCANCODE_KP_LEFTPAREN, 0xf6}, {SDL_SCANCODE_KP_RIGHTPAREN, 0xfb},
    {SDL_SCANCODE_LCTRL, 0x1d}, {SDL_SCANCODE_LSHIFT, 0x2a}, {SDL_SCANCODE_LALT, 0x38},
    {SDL_SCANCODE_LGUI, 0xdb}, {SDL_SCANCODE_RCTRL, 0x9d}, {SDL_SCANCODE_RSHIFT, 0x36},
    {SDL_SCANCODE_RALT, 0xb8}, {SDL_SCANCODE_MODE, 0xb8}, {SDL_SCANCODE_RGUI, 0xdc},
    {SDL_SCANCODE_APPLICATION, 0xdd}, {SDL_SCANCODE_POWER, 0xde}, {SDL_SCANCODE_SLEEP, 0xdf},
    {SDL_SCANCODE_EXECUTE, 0x64}, {SDL_SCANCODE_HELP, 0xf5}, {SDL_SCANCODE_MENU, 0x9e},
    {SDL_SCANCODE_SELECT, 0x8c}, {SDL_SCANCODE_STOP, 0xe8}, {SDL_SCANCODE_AGAIN, 0x85},
    {SDL_SCANCODE_CANCEL, 0xe8},  // what SDL calls Sun's Stop under X11
    {SDL_SCANCODE_UNDO, 0x87}, {SDL_SCANCODE_CUT, 0xbc}, {SDL_SCANCODE_COPY, 0xf8},
    {SDL_SCANCODE_PASTE, 0x65}, {SDL_SCANCODE_FIND, 0xc1},
    // Japanese, Brazilian (Ro is ABNT's "/ ?" key), Korean.
    {SDL_SCANCODE_INTERNATIONAL1, 0x73}, {SDL_SCANCODE_INTERNATIONAL2, 0x70},
    {SDL_SCANCODE_INTERNATIONAL3, 0x7d}, {SDL_SCANCODE_INTERNATIONAL4, 0x79},
    {SDL_SCANCODE_INTERNATIONAL5, 0x7b}, {SDL_SCANCODE_INTERNATIONAL6, 0x5c},
    {SDL_SCANCODE_LANG1, 0x72}, {SDL_SCANCODE_LANG2, 0x71}, {SDL_SCANCODE_LANG3, 0x78},
    {SDL_SCANCODE_LANG4, 0x77}, {SDL_SCANCODE_LANG5, 0x76},
    {SDL_SCANCODE_MUTE, 0xa0}, {SDL_SCANCODE_VOLUMEUP, 0xb0}, {SDL_SCANCODE_VOLUMEDOWN, 0xae},
    {SDL_SCANCODE_AUDIOMUTE, 0xa0}, {SDL_SCANCODE_AUDIONEXT, 0x99},
    {SDL_SCANCODE_AUDIOPREV, 0x90}, {SDL_SCANCODE_AUDIOSTOP, 0xa4},
    {SDL_SCANCODE_AUDIOPLAY, 0xa2}, {SDL_SCANCODE_MEDIASELECT, 0xed}, {SDL_SCANCODE_WWW, 0x82},
    {SDL_SCANCODE_MAIL, 0xec}, {SDL_SCANCODE_CALCULATOR, 0xa1}, {SDL_SCANCODE_COMPUTER, 0xeb},
    {SDL_SCANCODE_AC_SEARCH, 0xe5}, {SDL_SCANCODE_AC_HOME, 0xb2}, {SDL_SCANCODE_AC_BACK, 0xea},
    {SDL_SCANCODE_AC_FORWARD, 0xe9}, {SDL_SCANCODE_AC_STOP, 0xe8},
    {SDL_SCANCODE_AC_REFRESH, 0xe7}, {SDL_SCANCODE_AC_BOOKMARKS, 0xe6},
    {SDL_SCANCODE_EJECT, 0x6c},
};

// X11 keysyms (X11/keysymdef.h, X11/XF86keysym.h).
constexpr Pair keysyms[] = {
    {SDL_SCANCODE_RETURN, 0xff0d}, {SDL_SCANCODE_ESCAPE, 0xff1b},
    {SDL_SCANCODE_BACKSPACE, 0xff08}, {SDL_SCANCODE_TAB, 0xff09}, {SDL_SCANCODE_RETURN2, 0xff0d},
    {SDL_SCANCODE_CAPSLOCK, 0xffe5}, {SDL_SCANCODE_PRINTSCREEN, 0xff61},
    {SDL_SCANCODE_SYSREQ, 0xff15}, {SDL_SCANCODE_SCROLLLOCK, 0xff14},
    {SDL_SCANCODE_PAUSE, 0xff13}, {SDL_SCANCODE_INSERT, 0xff63}, {SDL_SCANCODE_HOME, 0xff50},
    {SDL_SCANCODE_PAGEUP, 0xff55}, {SDL_SCANCODE_DELETE, 0xffff}, {SDL_SCANCODE_END, 0xff57},
    {SDL_SCANCODE_PAGEDOWN, 0xff56}, {SDL_SCANCODE_RIGHT, 0xff53}, {SDL_SCANCODE_LEFT, 0xff51},
    {SDL_SCANCODE_DOWN, 0xff54}, {SDL_SCANCODE_UP, 0xff52}, {SDL_SCANCODE_NUMLOCKCLEAR, 0xff7f},
    {SDL_SCANCODE_KP_DIVIDE, 0xffaf}, {SDL_SCANCODE_KP_MULTIPLY, 0xffaa},
    {SDL_SCANCODE_KP_MINUS, 0xffad}, {SDL_SCANCODE_KP_PLUS, 0xffab},
    {SDL_SCANCODE_KP_ENTER, 0xff8d}, {SDL_SCANCODE_KP_EQUALS, 0xffbd},
    {SDL_SCANCODE_KP_COMMA, 0xffac}, {SDL_SCANCODE_KP_LEFTPAREN, 0x28},
    {SDL_SCANCODE_KP_RIGHTPAREN, 0x29},
    {SDL_SCANCODE_LCTRL, 0xffe3}, {SDL_SCANCODE_LSHIFT, 0xffe1}, {SDL_SCANCODE_LALT, 0xffe9},
    {SDL_SCANCODE_LGUI, 0xffeb}, {SDL_SCANCODE_RCTRL, 0xffe4}, {SDL_SCANCODE_RSHIFT, 0xffe2},
    {SDL_SCANCODE_RALT, 0xffea}, {SDL_SCANCODE_MODE, 0xfe03}, {SDL_SCANCODE_RGUI, 0xffec},
    {SDL_SCANCODE_APPLICATION, 0xff67}, {SDL_SCANCODE_MENU, 0xff67},
    {SDL_SCANCODE_EXECUTE, 0xff62}, {SDL_SCANCODE_HELP, 0xff6a}, {SDL_SCANCODE_SELECT, 0xff60},
    {SDL_SCANCODE_STOP, 0xff69}, {SDL_SCANCODE_AGAIN, 0xff66}, {SDL_SCANCODE_UNDO, 0xff65},
    {SDL_SCANCODE_FIND, 0xff68}, {SDL_SCANCODE_CUT, 0x1008ff58},
    {SDL_SCANCODE_COPY, 0x1008ff57}, {SDL_SCANCODE_PASTE, 0x1008ff6d},
    {SDL_SCANCODE_CLEAR, 0xff0b}, {SDL_SCANCODE_CANCEL, 0xff69},
    {SDL_SCANCODE_INTERNATIONAL2, 0xff27}, {SDL_SCANCODE_INTERNATIONAL4, 0xff23},
    {SDL_SCANCODE_INTERNATIONAL5, 0xff22}, {SDL_SCANCODE_INTERNATIONAL6, 0xffac},
    {SDL_SCANCODE_LANG1, 0xff31}, {SDL_SCANCODE_LANG2, 0xff34}, {SDL_SCANCODE_LANG3, 0xff26},
    {SDL_SCANCODE_LANG4, 0xff25}, {SDL_SCANCODE_LANG5, 0xff2a},
    {SDL_SCANCODE_POWER, 0x1008ff2a}, {SDL_SCANCODE_SLEEP, 0x1008ff2f},
    {SDL_SCANCODE_MUTE, 0x1008ff12}, {SDL_SCANCODE_AUDIOMUTE, 0x1008ff12},
    {SDL_SCANCODE_VOLUMEUP, 0x1008ff13}, {SDL_SCANCODE_VOLUMEDOWN, 0x1008ff11},
    {SDL_SCANCODE_AUDIONEXT, 0x1008ff17}, {SDL_SCANCODE_AUDIOPREV, 0x1008ff16},
    {SDL_SCANCODE_AUDIOSTOP, 0x1008ff15}, {SDL_SCANCODE_AUDIOPLAY, 0x1008ff14},
    {SDL_SCANCODE_MEDIASELECT, 0x1008ff32}, {SDL_SCANCODE_WWW, 0x1008ff2e},
    {SDL_SCANCODE_MAIL, 0x1008ff19}, {SDL_SCANCODE_CALCULATOR, 0x1008ff1d},
    {SDL_SCANCODE_COMPUTER, 0x1008ff33}, {SDL_SCANCODE_AC_SEARCH, 0x1008ff1b},
    {SDL_SCANCODE_AC_HOME, 0x1008ff18}, {SDL_SCANCODE_AC_BACK, 0x1008ff26},
    {SDL_SCANCODE_AC_FORWARD, 0x1008ff27}, {SDL_SCANCODE_AC_STOP, 0x1008ff28},
    {SDL_SCANCODE_AC_REFRESH, 0x1008ff29}, {SDL_SCANCODE_AC_BOOKMARKS, 0x1008ff30},
    {SDL_SCANCODE_EJECT, 0x1008ff2c},
};

// KP_1 to KP_9, KP_0, KP_PERIOD, in the order of SDL's scancodes: the arrows' side of the key.
constexpr std::uint32_t keypad_moves[] = {0xff9c, 0xff99, 0xff9b, 0xff96, 0xff9d, 0xff98,
                                          0xff95, 0xff97, 0xff9a, 0xff9e, 0xff9f};
// clang-format on

// Unshifted and shifted characters of a US keyboard in the order of SDL's scancodes 4 to 56; a
// blank stands for a key that is not printable.
constexpr std::u32string_view us_plain = U"abcdefghijklmnopqrstuvwxyz1234567890     -=[]\\\\;'`,./";
constexpr std::u32string_view us_shifted =
    U"ABCDEFGHIJKLMNOPQRSTUVWXYZ!@#$%^&*()     _+{}||:\"~<>?";

template <std::size_t N>
constexpr std::uint32_t look_up(const Pair (&table)[N], int scancode) noexcept {
    for (const Pair& pair : table)
        if (pair.scancode == scancode) return pair.value;
    return 0;
}

std::uint32_t keypad_keysym(int scancode, unsigned mods, char32_t text) noexcept {
    // Shift turns the lock round, as it does under X11.
    const bool digits = ((mods & KMOD_NUM) != 0) != ((mods & KMOD_SHIFT) != 0);
    if (!digits) return keypad_moves[scancode - SDL_SCANCODE_KP_1];
    if (scancode == SDL_SCANCODE_KP_PERIOD) return text == U',' ? 0xffac : 0xffae;
    if (scancode == SDL_SCANCODE_KP_0) return 0xffb0;
    return 0xffb1 + static_cast<std::uint32_t>(scancode - SDL_SCANCODE_KP_1);
}

bool is_letter(char32_t c) noexcept {
    const bool latin = c >= 0xe0 && c <= 0xfe && c != 0xf7;
    return (c >= U'a' && c <= U'z') || latin || (c >= 0x430 && c <= 0x45f) ||
           (c >= 0x3b1 && c <= 0x3c9 && c != 0x3c2);
}

// Upper case of what is_letter() takes: Latin-1, Cyrillic, Greek.
char32_t upper(char32_t c) noexcept {
    return c >= 0x450 && c <= 0x45f ? c - 0x50 : c - 0x20;
}

}  // namespace

std::uint32_t qnum_of(int scancode) noexcept {
    return look_up(qnums, scancode);
}

std::uint32_t function_keysym(int scancode, unsigned mods, char32_t text) noexcept {
    if (scancode >= SDL_SCANCODE_F1 && scancode <= SDL_SCANCODE_F12)
        return 0xffbe + static_cast<std::uint32_t>(scancode - SDL_SCANCODE_F1);
    if (scancode >= SDL_SCANCODE_F13 && scancode <= SDL_SCANCODE_F24)
        return 0xffca + static_cast<std::uint32_t>(scancode - SDL_SCANCODE_F13);
    if (scancode >= SDL_SCANCODE_KP_1 && scancode <= SDL_SCANCODE_KP_PERIOD)
        return keypad_keysym(scancode, mods, text);
    if (scancode == SDL_SCANCODE_PRINTSCREEN && (mods & KMOD_ALT)) return 0xff15;  // Sys_Req
    if (scancode == SDL_SCANCODE_PAUSE && (mods & KMOD_CTRL)) return 0xff6b;       // Break
    return look_up(keysyms, scancode);
}

int scancode_of_function(std::uint32_t keysym) noexcept {
    if (keysym == 0xfe03 || keysym == 0xff7e) return SDL_SCANCODE_RALT;  // ISO_Level3, Mode_switch
    if (keysym == 0xff2a) return SDL_SCANCODE_GRAVE;  // Zenkaku_Hankaku, on a Japanese keyboard
    if (keysym >= 0xffbe && keysym <= 0xffc9)
        return SDL_SCANCODE_F1 + static_cast<int>(keysym - 0xffbe);
    if (keysym >= 0xffca && keysym <= 0xffd5)
        return SDL_SCANCODE_F13 + static_cast<int>(keysym - 0xffca);
    if (keysym >= 0xffb1 && keysym <= 0xffb9)
        return SDL_SCANCODE_KP_1 + static_cast<int>(keysym - 0xffb1);
    if (keysym == 0xffb0) return SDL_SCANCODE_KP_0;
    if (keysym == 0xffae) return SDL_SCANCODE_KP_PERIOD;
    for (int i = 0; i < static_cast<int>(std::size(keypad_moves)); ++i)
        if (keypad_moves[i] == keysym) return SDL_SCANCODE_KP_1 + i;
    for (const Pair& pair : keysyms)
        if (pair.value == keysym && keysym > 0xff) return pair.scancode;
    return 0;
}

char32_t us_character(int scancode) noexcept {
    if (scancode == SDL_SCANCODE_SPACE) return U' ';
    if (scancode == SDL_SCANCODE_NONUSBACKSLASH) return U'<';
    const int index = scancode - SDL_SCANCODE_A;
    if (index < 0 || index >= static_cast<int>(us_plain.size())) return 0;
    const char32_t c = us_plain[static_cast<std::size_t>(index)];
    return c == U' ' ? 0 : c;
}

char32_t guessed_character(int scancode, std::int32_t keycode, unsigned mods) noexcept {
    if (keycode < 0x20 || keycode == 0x7f || keycode > 0x10ffff) return 0;
    const auto plain = static_cast<char32_t>(keycode);
    const bool shift = (mods & KMOD_SHIFT) != 0;
    if (is_letter(plain)) return shift != ((mods & KMOD_CAPS) != 0) ? upper(plain) : plain;
    if (!shift) return plain;
    if (scancode == SDL_SCANCODE_NONUSBACKSLASH) return plain == U'<' ? U'>' : U'|';
    // By character first: a digit or a bracket that has moved keeps its US partner.
    const std::size_t at = us_plain.find(plain);
    return plain == U' ' || at == std::u32string_view::npos ? plain : us_shifted[at];
}

}  // namespace ecsview::ui
