// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/keymap.h"

#include <SDL_keycode.h>
#include <SDL_scancode.h>
#include <gtest/gtest.h>

#include <map>

namespace ecsview::ui {
namespace {

TEST(Keymap, KnowsQemusNumbers) {
    EXPECT_EQ(qnum_of(SDL_SCANCODE_ESCAPE), 0x01u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_A), 0x1eu);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_0), 0x0bu);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_F12), 0x58u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_NONUSBACKSLASH), 0x56u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_KP_ENTER), 0x9cu);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_KP_DIVIDE), 0xb5u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_RCTRL), 0x9du);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_UP), 0xc8u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_PAUSE), 0xc6u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_PRINTSCREEN), 0x54u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_LGUI), 0xdbu);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_APPLICATION), 0xddu);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_INTERNATIONAL1), 0x73u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_INTERNATIONAL3), 0x7du);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_CANCEL), 0xe8u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_LANG1), 0x72u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_KP_COMMA), 0x7eu);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_VOLUMEUP), 0xb0u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_AUDIOPLAY), 0xa2u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_UNKNOWN), 0u);
    EXPECT_EQ(qnum_of(SDL_SCANCODE_KBDILLUMUP), 0u);
    EXPECT_EQ(qnum_of(-1), 0u);
    EXPECT_EQ(qnum_of(100000), 0u);
}

TEST(Keymap, EveryKeyOfAPcKeyboardHasANumberOfItsOwn) {
    std::map<std::uint32_t, int> seen;
    int keys = 0;
    for (int code = SDL_SCANCODE_A; code <= SDL_SCANCODE_APPLICATION; ++code) {
        if (code == SDL_SCANCODE_NONUSHASH) continue;  // the same key as the backslash
        const std::uint32_t number = qnum_of(code);
        EXPECT_TRUE(number > 0 && number < 0x100) << code;
        EXPECT_EQ(seen[number]++, 0) << code;
        ++keys;
    }
    for (int code = SDL_SCANCODE_LCTRL; code <= SDL_SCANCODE_RGUI; ++code) {
        EXPECT_EQ(seen[qnum_of(code)]++, 0) << code;
        ++keys;
    }
    EXPECT_EQ(keys, 105);
}

TEST(Keymap, EveryKeyOfAPcKeyboardHasAKeysym) {
    for (int code = SDL_SCANCODE_A; code <= SDL_SCANCODE_RGUI; ++code) {
        if (qnum_of(code) == 0) continue;
        const auto plain = us_character(code);
        const bool known = function_keysym(code, 0, 0) != 0 || plain != 0;
        const bool layouts_own = code == SDL_SCANCODE_INTERNATIONAL1 ||
                                 code == SDL_SCANCODE_INTERNATIONAL3 || code == SDL_SCANCODE_SELECT;
        EXPECT_TRUE(known || layouts_own) << code;
    }
}

TEST(Keymap, FunctionKeys) {
    EXPECT_EQ(function_keysym(SDL_SCANCODE_F1, 0, 0), 0xffbeu);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_F12, 0, 0), 0xffc9u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_F13, 0, 0), 0xffcau);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_F24, 0, 0), 0xffd5u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_TAB, KMOD_SHIFT, 0), 0xff09u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_PRINTSCREEN, 0, 0), 0xff61u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_PRINTSCREEN, KMOD_LALT, 0), 0xff15u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_PAUSE, 0, 0), 0xff13u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_PAUSE, KMOD_RCTRL, 0), 0xff6bu);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_A, 0, U'a'), 0u);
}

TEST(Keymap, KeypadFollowsNumLockAndShift) {
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_7, KMOD_NUM, U'7'), 0xffb7u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_7, 0, 0), 0xff95u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_7, KMOD_NUM | KMOD_LSHIFT, 0), 0xff95u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_7, KMOD_RSHIFT, 0), 0xffb7u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_0, KMOD_NUM, 0), 0xffb0u);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_0, 0, 0), 0xff9eu);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_5, 0, 0), 0xff9du);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_PERIOD, KMOD_NUM, U'.'), 0xffaeu);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_PERIOD, KMOD_NUM, U','), 0xffacu);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_PERIOD, 0, 0), 0xff9fu);
    EXPECT_EQ(function_keysym(SDL_SCANCODE_KP_ENTER, 0, 0), 0xff8du);
}

TEST(Keymap, CharactersBecomeKeysyms) {
    EXPECT_EQ(keysym_of(U'a'), 0x61u);
    EXPECT_EQ(keysym_of(U'~'), 0x7eu);
    EXPECT_EQ(keysym_of(0x7f), 0u);
    EXPECT_EQ(keysym_of(0x9f), 0u);
    EXPECT_EQ(keysym_of(0xe9), 0xe9u);
    EXPECT_EQ(keysym_of(0x100), 0x01000100u);
    EXPECT_EQ(keysym_of(U'中'), 0x01004e2du);
    EXPECT_EQ(keysym_of(0x10ffff), 0x0110ffffu);
    EXPECT_EQ(keysym_of(0x110000), 0u);
    EXPECT_EQ(keysym_of(U'\n'), 0u);
}

TEST(Keymap, GuessesLettersByCase) {
    EXPECT_EQ(guessed_character(SDL_SCANCODE_A, SDLK_a, 0), U'a');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_A, SDLK_a, KMOD_LSHIFT), U'A');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_A, SDLK_a, KMOD_CAPS), U'A');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_A, SDLK_a, KMOD_CAPS | KMOD_RSHIFT), U'a');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_LEFTBRACKET, 0xfc, KMOD_SHIFT), char32_t{0xdc});
    EXPECT_EQ(guessed_character(SDL_SCANCODE_A, 0x444, KMOD_SHIFT), char32_t{0x424});
    EXPECT_EQ(guessed_character(SDL_SCANCODE_GRAVE, 0x451, KMOD_SHIFT), char32_t{0x401});
}

TEST(Keymap, GuessesOtherKeysAsOnAUsKeyboard) {
    EXPECT_EQ(guessed_character(SDL_SCANCODE_1, SDLK_1, KMOD_SHIFT), U'!');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_1, SDLK_1, KMOD_CAPS), U'1');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_SLASH, SDLK_SLASH, KMOD_SHIFT), U'?');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_BACKSLASH, SDLK_BACKSLASH, KMOD_SHIFT), U'|');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_SPACE, SDLK_SPACE, KMOD_SHIFT), U' ');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_NONUSBACKSLASH, '<', KMOD_SHIFT), U'>');
    EXPECT_EQ(guessed_character(SDL_SCANCODE_RETURN, SDLK_RETURN, 0), 0u);
    EXPECT_EQ(guessed_character(SDL_SCANCODE_F1, SDLK_F1, 0), 0u);
}

TEST(Keymap, UsCharacters) {
    EXPECT_EQ(us_character(SDL_SCANCODE_M), U'm');
    EXPECT_EQ(us_character(SDL_SCANCODE_0), U'0');
    EXPECT_EQ(us_character(SDL_SCANCODE_SLASH), U'/');
    EXPECT_EQ(us_character(SDL_SCANCODE_RETURN), 0u);
    EXPECT_EQ(us_character(SDL_SCANCODE_CAPSLOCK), 0u);
    EXPECT_EQ(us_character(0), 0u);
}

}  // namespace
}  // namespace ecsview::ui
