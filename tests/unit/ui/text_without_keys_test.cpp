// SPDX-License-Identifier: GPL-2.0-or-later
// Text that no key brought, as of a keyboard on the screen, at a server that takes scancodes.
#include <gtest/gtest.h>

#include <chrono>

#include "pasting_fixture.h"

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

TEST(TextWithoutKeys, ACharacterOfTheGuestsLayoutIsAKeyPress) {
    Pasted on("");
    on.text("A");
    EXPECT_FALSE(on.controls->menu_open());
    EXPECT_EQ(on.keys(), (Strings{"2a", "1e", "-1e", "-2a"}));
    EXPECT_EQ(on.controls->words(), "");
    on.key(SDL_SCANCODE_X, SDLK_x);  // is the guest's
    EXPECT_EQ(on.keys().back(), "2d");
}

TEST(TextWithoutKeys, CapsLockDoesNotTurnItOver) {
    Pasted on("");
    on.state.leds = 4;
    on.controls->set_state(on.state);
    on.text("a");
    EXPECT_EQ(on.keys(), (Strings{"3a", "-3a", "1e", "-1e"}));
}

TEST(TextWithoutKeys, SeveralCharactersAreTypedAsAPasteIs) {
    Pasted on("");
    on.text("ab");
    on.act(0ms);
    EXPECT_FALSE(on.controls->menu_open());
    EXPECT_EQ(on.keys(), (Strings{"1e", "-1e"}));
    EXPECT_EQ(on.controls->words(), "Typing: 1 of 2 characters. Any key stops it.");
}

TEST(TextWithoutKeys, WhatTheLayoutLacksIsAskedAbout) {
    Pasted on("");
    on.text("\u4e2d");
    EXPECT_TRUE(on.controls->menu_open());
    EXPECT_EQ(on.title(), "Type 1 character in 1 line?");
    EXPECT_EQ(on.answers(), (Strings{"By number, Ctrl+Shift+U", "Do not type"}));
    EXPECT_TRUE(on.sent.empty());
    on.key(SDL_SCANCODE_ESCAPE, SDLK_ESCAPE);
    EXPECT_FALSE(on.controls->menu_open());
    on.text("a");  // what was not typed is not typed later
    EXPECT_EQ(on.keys(), (Strings{"1e", "-1e"}));
}

TEST(TextWithoutKeys, WhatComesWhileItIsAskedBelongsToTheQuestion) {
    Pasted on("");
    on.text("\u4e2d");
    on.text("a");
    on.text("\u6587");
    EXPECT_EQ(on.title(), "Type 3 characters in 1 line?");
    on.key(SDL_SCANCODE_R, SDLK_r);
    on.act(0ms);
    EXPECT_EQ(on.controls->words(), "Typing: 1 of 1 character. Any key stops it.");
    EXPECT_EQ(on.keys(), (Strings{"1e", "-1e"}));
}

TEST(TextWithoutKeys, WhatComesWhileItIsTypedIsTypedAfterIt) {
    Pasted on("");
    on.text("ab");
    on.act(0ms);
    on.text("c");
    on.text("d");
    on.act(6s);  // nothing shows: go on
    on.text("e");
    on.key(SDL_SCANCODE_G, SDLK_g);
    for (auto later = 7s; later < 12s; later += 1s) on.act(later);
    on.act(20s);
    on.key(SDL_SCANCODE_G, SDLK_g);
    for (auto later = 21s; later < 26s; later += 1s) on.act(later);
    EXPECT_EQ(on.keys(),
              (Strings{"1e", "-1e", "30", "-30", "2e", "-2e", "20", "-20", "12", "-12"}));
}

TEST(TextWithoutKeys, AKeyThatStopsItStopsWhatWaits) {
    Pasted on("");
    on.text("ab");
    on.act(0ms);
    on.text("cd");
    on.key(SDL_SCANCODE_X, SDLK_x);
    EXPECT_EQ(on.controls->words(), "It was stopped. 1 of 2 characters were typed.");
    on.act(1h);
    EXPECT_EQ(on.keys(), (Strings{"1e", "-1e"}));
}

TEST(TextWithoutKeys, ALostConnectionEndsWhatWaits) {
    Pasted on("");
    on.text("ab");
    on.act(0ms);
    on.text("cd");
    on.state.phase = screen::Phase::waiting;
    on.controls->set_state(on.state);
    on.state.phase = screen::Phase::live;
    on.controls->set_state(on.state);
    on.act(1h);
    EXPECT_EQ(on.keys(), (Strings{"1e", "-1e"}));
}

TEST(TextWithoutKeys, StopsTheClipboardsAsAnyKeyDoes) {
    Pasted on("abc");
    on.paste();
    on.text("d");
    EXPECT_EQ(on.controls->words(), "It was stopped. 1 of 3 characters were typed.");
    on.act(1h);
    EXPECT_EQ(on.keys(), (Strings{"1e", "-1e"}));
    Pasted asked("a\nb");
    asked.paste();
    asked.text("d");
    EXPECT_EQ(asked.title(), "Type 3 characters in 2 lines?");
}

TEST(TextWithoutKeys, TheMenuKeepsIt) {
    Pasted on("");
    on.controls->perform(command::ToggleMenu{});
    on.text("a");
    on.text("\u4e2d");
    EXPECT_TRUE(on.sent.empty());
    on.controls->perform(command::ToggleMenu{});
    EXPECT_FALSE(on.controls->menu_open());
}

TEST(TextWithoutKeys, GoesByCharacterToServersThatKnowNoScancodes) {
    Pasted on("");
    on.state.extended_keys = false;
    on.controls->set_state(on.state);
    on.text("\u4e2d");
    EXPECT_FALSE(on.controls->menu_open());
    EXPECT_EQ(on.sent, (Strings{rfb::key_event(true, 0x1004e2d).bytes,
                                rfb::key_event(false, 0x1004e2d).bytes}));
}

TEST(TextWithoutKeys, IsNotSentWithViewOnly) {
    Behaviour behaviour;
    behaviour.view_only = true;
    Pasted on("", behaviour);
    on.text("a");
    on.text("\u4e2d");
    EXPECT_FALSE(on.controls->menu_open());
    EXPECT_TRUE(on.sent.empty());
}

}  // namespace
}  // namespace ecsview::ui
