// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/keyboard.h"

#include <SDL_keycode.h>
#include <SDL_scancode.h>
#include <gtest/gtest.h>

#include <string>

namespace ecsview::ui {
namespace {

// "+61" press, "-61" release of a plain key event; "+61/1e" with a scancode.
std::string told(const Messages& messages) {
    std::string text;
    for (const auto& m : messages) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(m.bytes[i]); };
        const auto word = [&](std::size_t i) {
            return (byte(i) << 24) | (byte(i + 1) << 16) | (byte(i + 2) << 8) | byte(i + 3);
        };
        const bool extended = byte(0) == 255;
        const bool down = (extended ? byte(3) : byte(1)) != 0;
        EXPECT_EQ(m.kind, down ? rfb::MessageKind::press : rfb::MessageKind::release);
        char part[40];
        if (extended)
            std::snprintf(part, sizeof part, "%c%x/%x ", down ? '+' : '-', word(4), word(8));
        else
            std::snprintf(part, sizeof part, "%c%x ", down ? '+' : '-', word(4));
        text += part;
    }
    if (!text.empty()) text.pop_back();
    return text;
}

KeyPress key(int scancode, std::int32_t keycode, unsigned mods = 0, char32_t text = 0) {
    return {scancode, keycode, mods, text, false};
}

const KeyPress a = key(SDL_SCANCODE_A, SDLK_a, 0, U'a');
const KeyPress left_shift = key(SDL_SCANCODE_LSHIFT, SDLK_LSHIFT, KMOD_LSHIFT);

TEST(Keyboard, PressAndRelease) {
    Keyboard keyboard;
    EXPECT_EQ(told(keyboard.press(a, false)), "+61");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_A)), "-61");
    EXPECT_EQ(told(keyboard.press(a, true)), "+61/1e");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_A)), "-61/1e");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_A)), "");
}

TEST(Keyboard, TheReleaseRepeatsThePressWhateverShiftDoes) {
    Keyboard keyboard;
    EXPECT_EQ(told(keyboard.press(left_shift, false)), "+ffe1");
    EXPECT_EQ(told(keyboard.press(key(SDL_SCANCODE_1, SDLK_1, KMOD_LSHIFT, U'!'), false)), "+21");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_LSHIFT)), "-ffe1");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_1)), "-21");
}

TEST(Keyboard, LanguageKeysHaveThePlaceThatTheGuestsLayoutExpects) {
    Keyboard keyboard;
    const KeyPress zenkaku{SDL_SCANCODE_GRAVE, SDLK_BACKQUOTE, 0, 0, false, 0xff2a};
    EXPECT_EQ(told(keyboard.press(zenkaku, true)), "+ff2a/29");
    const KeyPress point{SDL_SCANCODE_KP_COMMA, SDLK_KP_PERIOD, 0, U'.', false, 0xffae};
    const KeyPress comma{SDL_SCANCODE_KP_PERIOD, SDLK_KP_PERIOD, 0, U',', false, 0xffac};
    EXPECT_EQ(told(keyboard.press(point, true)), "+ffae/7e");
    EXPECT_EQ(told(keyboard.press(comma, true)), "+ffac/53");
}

TEST(Keyboard, TheReleaseIsOfThePressesKindEvenIfTheServersKindChanged) {
    Keyboard keyboard;
    keyboard.press(a, false);
    EXPECT_EQ(told(keyboard.press({SDL_SCANCODE_A, SDLK_a, 0, U'a', true}, true)), "+61");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_A)), "-61");
}

TEST(Keyboard, ARepeatIsAnotherPressOfTheSame) {
    Keyboard keyboard;
    keyboard.press(a, true);
    EXPECT_EQ(told(keyboard.press({SDL_SCANCODE_A, SDLK_a, KMOD_SHIFT, U'A', true}, true)),
              "+61/1e");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_A)), "-61/1e");
}

TEST(Keyboard, ARepeatOfAKeyThatWasLetGoIsNothing) {
    Keyboard keyboard;
    keyboard.press(a, true);
    keyboard.release_all();
    EXPECT_EQ(told(keyboard.press({SDL_SCANCODE_A, SDLK_a, 0, U'a', true}, true)), "");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_A)), "");
}

TEST(Keyboard, LetsGoOfAllInReverseOrder) {
    Keyboard keyboard;
    keyboard.press(key(SDL_SCANCODE_LCTRL, SDLK_LCTRL, KMOD_LCTRL), true);
    keyboard.press(key(SDL_SCANCODE_LALT, SDLK_LALT, KMOD_LCTRL | KMOD_LALT), true);
    EXPECT_TRUE(keyboard.any_down());
    EXPECT_EQ(told(keyboard.release_all()), "-ffe9/38 -ffe3/1d");
    EXPECT_FALSE(keyboard.any_down());
    EXPECT_EQ(told(keyboard.release_all()), "");
}

TEST(Keyboard, ForgetsWithoutAWord) {
    Keyboard keyboard;
    keyboard.press(a, true);
    keyboard.forget();
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_A)), "");
}

TEST(Keyboard, ControlledKeysHaveNoTextAndAreGuessed) {
    Keyboard keyboard;
    keyboard.press(a, false);
    EXPECT_EQ(told(keyboard.press(key(SDL_SCANCODE_C, SDLK_c, KMOD_LCTRL), false)), "+63");
    EXPECT_EQ(told(keyboard.press(key(SDL_SCANCODE_1, SDLK_1, KMOD_LCTRL | KMOD_LSHIFT), false)),
              "+21");
}

TEST(Keyboard, WithoutAnyTextFromTheSystemKeysAreGuessed) {
    Keyboard keyboard;
    EXPECT_EQ(told(keyboard.press(key(SDL_SCANCODE_2, SDLK_2, KMOD_LSHIFT), false)), "+40");
}

TEST(Keyboard, ADeadKeyIsSilentForKeysymsAndAScancodeOtherwise) {
    Keyboard keyboard;
    keyboard.press(a, false);
    EXPECT_EQ(told(keyboard.press(key(SDL_SCANCODE_GRAVE, SDLK_CARET), false)), "");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_GRAVE)), "");
    EXPECT_EQ(told(keyboard.press(key(SDL_SCANCODE_E, SDLK_e, 0, 0xea), false)), "+ea");
    EXPECT_EQ(told(keyboard.press(key(SDL_SCANCODE_GRAVE, SDLK_CARET), true)), "+0/29");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_GRAVE)), "-0/29");
}

TEST(Keyboard, AltGrIsLetGoBeforeTheCharacterThatItMade) {
    Keyboard keyboard;
    const KeyPress alt_gr = key(SDL_SCANCODE_RALT, SDLK_RALT, KMOD_RALT);
    const KeyPress at = key(SDL_SCANCODE_Q, SDLK_q, KMOD_RALT, U'@');
    EXPECT_EQ(told(keyboard.press(alt_gr, false)), "+ffea");
    EXPECT_EQ(told(keyboard.press(at, false)), "-ffea +40");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_Q)), "-40");
    EXPECT_EQ(told(keyboard.press(at, false)), "+40");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_Q)), "-40");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_RALT)), "");
    // As Alt it stays down, and a server with scancodes sees what is pressed.
    keyboard.press(alt_gr, false);
    EXPECT_EQ(told(keyboard.press(key(SDL_SCANCODE_F, SDLK_f, KMOD_RALT, U'f'), false)), "+66");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_RALT)), "-ffea");
    keyboard.press(alt_gr, true);
    EXPECT_EQ(told(keyboard.press(at, true)), "+40/10");
}

KeyPress meaning(int scancode, std::uint32_t keysym, unsigned mods = 0, char32_t text = 0) {
    KeyPress press = key(scancode, 0, mods, text);
    press.keysym = keysym;
    return press;
}

std::string pressed(const KeyPress& press, bool extended) {
    Keyboard keyboard;
    return told(keyboard.press(press, extended));
}

// The rule of keymap.h.
TEST(Keyboard, AFunctionIsSentAsTheKeyThatHasItAndACharacterWhereItIs) {
    const KeyPress caps_escape = meaning(SDL_SCANCODE_CAPSLOCK, 0xff1b);
    EXPECT_EQ(pressed(caps_escape, false), "+ff1b");
    EXPECT_EQ(pressed(caps_escape, true), "+ff1b/1");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_CAPSLOCK, 0xffe3), true), "+ffe3/1d") << "as Ctrl";
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_RALT, 0xfe03), false), "+fe03") << "AltGr";
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_RALT, 0xfe03), true), "+fe03/b8");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_CAPSLOCK, 0xfe03), true), "+fe03/b8");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_KP_1, 0xffb1), true), "+ffb1/4f") << "without Num Lock";
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_SCROLLLOCK, 0xffc9), true), "+ffc9/58") << "as F12";
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_INSERT, 0xffca), true), "+ffca/5d") << "as F13";
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_INSERT, 0xff95), true), "+ff95/47") << "as KP_Home";
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_INSERT, 0xffb0), true), "+ffb0/52") << "as KP_0";
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_INSERT, 0xffae), true), "+ffae/53") << "as KP_Decimal";
    // Dvorak's o, and a Greek letter: the guest has a layout of its own.
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_S, 'o', 0, U'o'), true), "+6f/1f");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_A, 0x7e1, 0, U'α'), false), "+7e1");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_KP_LEFTPAREN, 0x29, 0, U')'), true), "+29/f6");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_A, 0x1008ff99), true), "+1008ff99/1e") << "no such key";
}

TEST(Keyboard, WhatXCallsOtherwiseIsTheSameKey) {
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_TAB, 0xfe20, KMOD_LSHIFT), true), "+ff09/f");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_F1, 0x1008fe01, KMOD_LCTRL), true), "+ffbe/3b");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_BACKSPACE, 0xfed5, KMOD_LCTRL), true), "+ff08/e");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_PRINTSCREEN, 0xff15, KMOD_LALT), true), "+ff15/54");
    EXPECT_EQ(pressed(meaning(SDL_SCANCODE_PAUSE, 0xff6b, KMOD_LCTRL), true), "+ff6b/c6");
}

TEST(Keyboard, WithoutXsWordSdlsKeycodeTellsOfAnotherFunction) {
    EXPECT_EQ(pressed(key(SDL_SCANCODE_CAPSLOCK, SDLK_ESCAPE), true), "+ff1b/1");
    EXPECT_EQ(pressed(key(SDL_SCANCODE_CAPSLOCK, SDLK_BACKSPACE), true), "+ff08/e");
    EXPECT_EQ(pressed(key(SDL_SCANCODE_CAPSLOCK, SDLK_LCTRL), true), "+ffe3/1d");
    EXPECT_EQ(pressed(key(SDL_SCANCODE_CAPSLOCK, SDLK_CAPSLOCK), true), "+ffe5/3a");
    EXPECT_EQ(pressed(key(SDL_SCANCODE_A, SDLK_q, 0, U'q'), true), "+71/1e");
}

TEST(Keyboard, AltGrByItsOwnNameIsLetGoToo) {
    Keyboard keyboard;
    EXPECT_EQ(told(keyboard.press(meaning(SDL_SCANCODE_RALT, 0xfe03), false)), "+fe03");
    KeyPress at = key(SDL_SCANCODE_Q, SDLK_q, KMOD_RALT, U'@');
    at.keysym = '@';
    EXPECT_EQ(told(keyboard.press(at, false)), "-fe03 +40");
    EXPECT_EQ(told(keyboard.release(SDL_SCANCODE_RALT)), "");
}

TEST(Keyboard, UnknownKeysAreNothing) {
    Keyboard keyboard;
    EXPECT_EQ(told(keyboard.press(key(SDL_SCANCODE_KBDILLUMUP, SDLK_KBDILLUMUP), true)), "");
    EXPECT_EQ(told(keyboard.press(key(0, 0), true)), "");
    EXPECT_FALSE(keyboard.any_down());
}

TEST(Keyboard, TypesCharactersWithoutKeys) {
    EXPECT_EQ(told(Keyboard::type("é中")), "+e9 -e9 +1004e2d -1004e2d");
    EXPECT_EQ(told(Keyboard::type("\n")), "");
}

TEST(Keyboard, SynchronisesLocks) {
    constexpr std::uint8_t num = 2, caps = 4;
    EXPECT_EQ(told(Keyboard::sync_locks(0, 0, true)), "");
    EXPECT_EQ(told(Keyboard::sync_locks(num | caps, KMOD_NUM | KMOD_CAPS, true)), "");
    EXPECT_EQ(told(Keyboard::sync_locks(caps, 0, true)), "+ffe5/3a -ffe5/3a");
    EXPECT_EQ(told(Keyboard::sync_locks(0, KMOD_NUM, true)), "+ff7f/45 -ff7f/45");
    EXPECT_EQ(told(Keyboard::sync_locks(num, KMOD_CAPS, false)), "+ffe5 -ffe5 +ff7f -ff7f");
    EXPECT_EQ(told(Keyboard::sync_locks(1, 0, false)), "");
}

}  // namespace
}  // namespace ecsview::ui
