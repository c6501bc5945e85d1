// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/hotkeys.h"

#include <SDL_keycode.h>
#include <SDL_scancode.h>
#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

const Command full = command::ToggleFullscreen{};
const Command menu = command::ToggleMenu{};

std::optional<Command> enter(const Hotkeys& hotkeys, unsigned mods) {
    return hotkeys.match(SDL_SCANCODE_RETURN, SDLK_RETURN, mods);
}

TEST(Hotkeys, TheDefaultIsCtrlAltEnter) {
    const Hotkeys hotkeys;
    EXPECT_EQ(enter(hotkeys, KMOD_LCTRL | KMOD_LALT), full);
    EXPECT_EQ(enter(hotkeys, KMOD_RCTRL | KMOD_RALT | KMOD_NUM | KMOD_CAPS), full);
    EXPECT_FALSE(enter(hotkeys, KMOD_LCTRL));
    EXPECT_FALSE(enter(hotkeys, 0));
    EXPECT_FALSE(enter(hotkeys, KMOD_LCTRL | KMOD_LALT | KMOD_LSHIFT));
    EXPECT_FALSE(enter(hotkeys, KMOD_LCTRL | KMOD_LALT | KMOD_LGUI));
    EXPECT_FALSE(hotkeys.match(SDL_SCANCODE_A, SDLK_a, KMOD_LCTRL | KMOD_LALT));
}

TEST(Hotkeys, TheMenuHasAChordToo) {
    const Hotkeys hotkeys;
    const auto pressed = hotkeys.match(SDL_SCANCODE_M, SDLK_m, KMOD_LCTRL | KMOD_LALT);
    EXPECT_EQ(pressed, menu);
    EXPECT_EQ(Hotkeys::for_kiosk().match(SDL_SCANCODE_M, SDLK_m, KMOD_LCTRL | KMOD_LALT), pressed);
    EXPECT_FALSE(enter(Hotkeys::for_kiosk(), KMOD_LCTRL | KMOD_LALT));
    const auto both = Hotkeys::parse("menu=super+space, fullscreen=super+f11");
    ASSERT_TRUE(both);
    EXPECT_EQ((*both).match(SDL_SCANCODE_SPACE, SDLK_SPACE, KMOD_LGUI), pressed);
    EXPECT_EQ((*both).match(SDL_SCANCODE_F11, SDLK_F11, KMOD_LGUI), full);
}

TEST(Hotkeys, AreWrittenAsPeopleWriteThem) {
    const auto written = [](const char* list) { return (*Hotkeys::parse(list)).text_of(menu); };
    EXPECT_EQ(Hotkeys().text_of(menu), "Ctrl+Alt+M");
    EXPECT_EQ(Hotkeys().text_of(full), "Ctrl+Alt+Enter");
    EXPECT_EQ(written("menu=super+shift+f12"), "Shift+Super+F12");
    EXPECT_EQ(written("menu=ctrl+/"), "Ctrl+/");
    EXPECT_EQ(written("menu=alt+pageup"), "Alt+Pageup");
    EXPECT_EQ(written("none"), "");
}

TEST(Hotkeys, NoneTakesNothing) {
    for (const char* text : {"none", "NONE"}) {
        const auto hotkeys = Hotkeys::parse(text);
        ASSERT_TRUE(hotkeys);
        EXPECT_FALSE(enter(*hotkeys, KMOD_LCTRL | KMOD_LALT));
    }
}

TEST(Hotkeys, ReadsChords) {
    const auto f11 = Hotkeys::parse("fullscreen=super+F11");
    ASSERT_TRUE(f11);
    EXPECT_EQ((*f11).match(SDL_SCANCODE_F11, SDLK_F11, KMOD_RGUI), full);
    EXPECT_FALSE(enter(*f11, KMOD_LCTRL | KMOD_LALT));
    const auto letter = Hotkeys::parse(" Fullscreen = Shift + CTRL + G ");
    ASSERT_TRUE(letter);
    EXPECT_EQ((*letter).match(SDL_SCANCODE_G, SDLK_g, KMOD_LCTRL | KMOD_RSHIFT), full);
    const auto f24 = Hotkeys::parse("fullscreen=alt+f24");
    ASSERT_TRUE(f24);
    EXPECT_EQ((*f24).match(SDL_SCANCODE_F24, SDLK_F24, KMOD_LALT), full);
}

TEST(Hotkeys, LettersFollowTheLayoutButNotItsAlphabet) {
    const auto hotkeys = Hotkeys::parse("fullscreen=ctrl+z");
    ASSERT_TRUE(hotkeys);
    // German: the key Y carries z. Russian: the key Z carries another letter, its place counts.
    EXPECT_EQ((*hotkeys).match(SDL_SCANCODE_Y, SDLK_z, KMOD_LCTRL), full);
    EXPECT_FALSE((*hotkeys).match(SDL_SCANCODE_Z, SDLK_y, KMOD_LCTRL));
    EXPECT_EQ((*hotkeys).match(SDL_SCANCODE_Z, 0x44f, KMOD_LCTRL), full);
    EXPECT_FALSE((*hotkeys).match(SDL_SCANCODE_Y, 0x43d, KMOD_LCTRL));
}

TEST(Hotkeys, RefusesWhatItCannotTake) {
    for (const char* text : {"",
                             "ctrl+alt+enter",
                             "fullscreen",
                             "fullscreen=",
                             "fullscreen=enter",
                             "fullscreen=shift+a",
                             "fullscreen=ctrl+",
                             "fullscreen=ctrl+alt",
                             "fullscreen=ctrl++a",
                             "fullscreen=ctrl+ctrl+a",
                             "fullscreen=hyper+a",
                             "fullscreen=ctrl+f25",
                             "fullscreen=ctrl+f0",
                             "fullscreen=ctrl+f1x",
                             "fullscreen=ctrl+F01",
                             "fullscreen=ctrl+a,fullscreen=ctrl+b",
                             "menu=m",
                             "leave=ctrl+alt+q",
                             "menu=ctrl+m,fullscreen=ctrl+m",
                             "fullscreen=ctrl+a,,",
                             "fullscreen=ctrl+a=b",
                             "none,fullscreen=ctrl+a",
                             "fullscreen=ctrl+\x01"}) {
        const auto hotkeys = Hotkeys::parse(text);
        ASSERT_FALSE(hotkeys) << text;
        EXPECT_EQ(hotkeys.failure().code, ExitCode::usage);
        EXPECT_EQ(hotkeys.failure().sentence.find('\x01'), std::string::npos);
    }
}

TEST(Hotkeys, TellsWhichCommandsHaveAChord) {
    const auto hotkeys = Hotkeys::parse("fullscreen=ctrl+alt+f");
    ASSERT_TRUE(hotkeys);
    EXPECT_TRUE(hotkeys->has(command::ToggleFullscreen{}));
    EXPECT_FALSE(hotkeys->has(command::ToggleMenu{}));
}

TEST(Hotkeys, TheMouseIsTakenBackByTheNearestWay) {
    EXPECT_EQ(Hotkeys().text_of_mouse_back(), "Ctrl+Alt+M");
    EXPECT_TRUE(Hotkeys().has_mouse_back());
    const auto one = Hotkeys::parse("fullscreen=ctrl+alt+f,mouse=ctrl+alt+g");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->text_of_mouse_back(), "Ctrl+Alt+G");
    const auto none = Hotkeys::parse("reconnect=ctrl+alt+r");
    ASSERT_TRUE(none);
    EXPECT_FALSE(none->has_mouse_back());
    EXPECT_EQ(none->text_of_mouse_back(), "");
}

TEST(Hotkeys, TheSentenceNamesTheOptionAndTheWay) {
    const auto hotkeys = Hotkeys::parse("fullscreen=f11");
    ASSERT_FALSE(hotkeys);
    EXPECT_EQ(hotkeys.failure().sentence,
              "--hotkeys: \"f11\" would take a bare key from the guest; write for example "
              "fullscreen=ctrl+alt+enter, or none.");
}

}  // namespace
}  // namespace ecsview::ui
