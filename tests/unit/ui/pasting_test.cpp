// SPDX-License-Identifier: GPL-2.0-or-later
// The clipboard's text as key presses: what is asked before, what stops it, and that no key stays
// down.
#include "ui/pasting.h"

#include <gtest/gtest.h>

#include <chrono>

#include "pasting_fixture.h"

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

TEST(Pasting, AShortLineIsTypedAtOnce) {
    Pasted on("ab");
    on.paste();
    EXPECT_FALSE(on.controls->menu_open());
    EXPECT_EQ(on.keys(), (Strings{"1e", "-1e"}));  // the second waits for what the first shows
    EXPECT_EQ(on.controls->words(), "Typing: 1 of 2 characters. Any key stops it.");
    EXPECT_TRUE(on.controls->next_deadline());
}

TEST(Pasting, ATextThatWouldTakeHoursIsLeftOutWithAWord) {
    Pasted on(std::string(typing::max_text_bytes + 1, 'a').c_str());
    on.paste();
    EXPECT_EQ(on.keys(), Strings{});
    EXPECT_FALSE(on.controls->menu_open());
    EXPECT_NE(on.controls->words().find("longer than 1 MiB"), std::string::npos);
}

TEST(Pasting, ByTheMenusChord) {
    Pasted on("a");
    on.key(SDL_SCANCODE_V, SDLK_v, KMOD_LCTRL | KMOD_LALT);
    on.act(0ms);
    EXPECT_EQ(on.keys(), (Strings{"1e", "-1e"}));
}

TEST(Pasting, LongTextsLinesAndControlCharactersAreShownFirst) {
    for (const auto& text : {std::string(201, 'a'), std::string("a\nb"), std::string("a\tb")}) {
        Pasted on(text.c_str());
        on.paste();
        EXPECT_TRUE(on.controls->menu_open()) << text;
        EXPECT_EQ(on.answers(), (Strings{"Type it", "Do not type"}));
        EXPECT_TRUE(on.sent.empty());
        on.key(SDL_SCANCODE_RETURN, SDLK_RETURN);
        on.act(0ms);
        EXPECT_FALSE(on.controls->menu_open());
        EXPECT_EQ(on.keys(), (Strings{"1e", "-1e"}));
    }
    Pasted on(std::string(200, 'a').c_str());
    on.paste();
    EXPECT_FALSE(on.controls->menu_open());
    Pasted line("a\n");  // as a line is copied
    line.paste();
    EXPECT_FALSE(line.controls->menu_open());
}

TEST(Pasting, EscapeTypesNothing) {
    Pasted on("a\nb");
    on.paste();
    EXPECT_EQ(on.title(), "Type 3 characters in 2 lines?");
    on.key(SDL_SCANCODE_ESCAPE, SDLK_ESCAPE);
    on.act(1h);
    EXPECT_FALSE(on.controls->menu_open());
    EXPECT_TRUE(on.sent.empty());
    EXPECT_EQ(on.controls->words(), "");
}

TEST(Pasting, AHeldChordAnswersNothing) {
    Pasted on("a\nb");
    on.paste();
    on.key(SDL_SCANCODE_RETURN, SDLK_RETURN, KMOD_LCTRL);
    on.key(SDL_SCANCODE_RETURN, SDLK_RETURN, 0, true);
    EXPECT_TRUE(on.controls->menu_open());
}

TEST(Pasting, WhatTheLayoutLacksIsSaidFirst) {
    Pasted on("a\u00e9\u4e2d");
    on.paste();
    EXPECT_EQ(on.answers(), (Strings{"Type the rest", "By number, Ctrl+Shift+U",
                                     "By number, Alt+0\u2026", "Do not type"}));
    EXPECT_NE(on.controls->menu({}).status.find("has no \u00e9 (U+00E9) and \u4e2d (U+4E2D)"),
              std::string::npos);
    on.key(SDL_SCANCODE_R, SDLK_r);
    on.act(0ms);
    EXPECT_EQ(on.controls->words(), "Typing: 1 of 1 character. Any key stops it.");
}

// Six steps, Ctrl+Shift+U to the blank, are one character.
TEST(Pasting, CountsCharactersAndNotTheirSteps) {
    Pasted on("\u4e2d\r\n");
    on.paste();
    EXPECT_EQ(on.title(), "Type 2 characters in 1 line?");
    on.key(SDL_SCANCODE_U, SDLK_u);
    on.act(0ms);
    EXPECT_EQ(on.keys().front(), "1d");
    EXPECT_EQ(on.controls->words(), "Typing: 0 of 2 characters. Any key stops it.");
    on.act(6s);
    on.key(SDL_SCANCODE_G, SDLK_g);
    for (auto later = 100ms; later < 2s; later += 100ms) on.act(later);
    EXPECT_EQ(on.controls->words(), "2 of 2 characters were typed.");
    Pasted lines("a\rb\r\nc\n");
    lines.paste();
    EXPECT_EQ(lines.title(), "Type 6 characters in 3 lines?");
}

TEST(Pasting, TheWayByNumberFollowsTheSystem) {
    Pasted on("\u00e9");
    on.state.machine.os = screen::OsType::windows;
    on.controls->set_state(on.state);
    on.paste();
    EXPECT_EQ(on.answers(), (Strings{"By number, Alt+0\u2026", "Do not type"}));
    Pasted other("\u00e9");
    other.state.machine.os = screen::OsType::linux;
    other.controls->set_state(other.state);
    other.paste();
    EXPECT_EQ(other.answers(), (Strings{"By number, Ctrl+Shift+U", "Do not type"}));
}

TEST(Pasting, AnyKeyStopsItAndIsNotTyped) {
    Pasted on("abc");
    on.paste();
    on.sent.clear();
    on.key(SDL_SCANCODE_X, SDLK_x);
    on.act(0ms);
    EXPECT_TRUE(on.sent.empty());
    EXPECT_EQ(on.controls->words(), "It was stopped. 1 of 3 characters were typed.");
    on.key(SDL_SCANCODE_X, SDLK_x);  // now it is the guest's
    EXPECT_EQ(on.keys(), (Strings{"2d"}));
}

// The chord's own keys come up, and the key of the card repeats.
TEST(Pasting, KeysThatComeUpOrRepeatDoNotStopIt) {
    Pasted on("abc");
    on.paste();
    on.key_up(SDL_SCANCODE_V);
    on.key(SDL_SCANCODE_V, SDLK_v, KMOD_LCTRL | KMOD_LALT, true);
    EXPECT_EQ(on.controls->words(), "Typing: 1 of 3 characters. Any key stops it.");
}

TEST(Pasting, ThePointerRestsMeanwhile) {
    Pasted on("abc");
    on.paste();
    on.sent.clear();
    on.move(10, 10, mouse);
    EXPECT_TRUE(on.sent.empty());
    EXPECT_EQ(on.controls->words(), "Typing: 1 of 3 characters. Any key stops it.");
    on.button(true, 10, 10, mouse);
    EXPECT_EQ(on.controls->words(), "It was stopped. 1 of 3 characters were typed.");
}

TEST(Pasting, ALostConnectionEndsIt) {
    Pasted on("abc");
    on.paste();
    on.state.phase = screen::Phase::waiting;
    on.controls->set_state(on.state);
    EXPECT_EQ(on.controls->words(), "The connection was lost. 1 of 3 characters were typed.");
    on.sent.clear();
    on.state.phase = screen::Phase::live;
    on.controls->set_state(on.state);
    on.act(1h);
    EXPECT_TRUE(on.sent.empty());
}

TEST(Pasting, AsksWhereNothingShowsAndGoesOnFromThere) {
    Pasted on("abc");
    on.paste();
    on.act(6s);
    EXPECT_EQ(on.title(), "The screen does not show what is typed");
    on.key(SDL_SCANCODE_G, SDLK_g);
    EXPECT_FALSE(on.controls->menu_open());
    on.act(1s);
    on.act(2s);
    on.act(3s);
    EXPECT_EQ(on.keys(), (Strings{"1e", "-1e", "30", "-30", "2e", "-2e"}));
    EXPECT_EQ(on.controls->words(), "3 of 3 characters were typed.");
}

TEST(Pasting, ItsPictureIsWhatLetsItGoOn) {
    Pasted on("abc");
    screen::PictureUpdate update;
    update.framebuffer = std::make_shared<const screen::Framebuffer>();
    update.size = {width, height};
    on.controls->look(update);
    on.paste();
    EXPECT_EQ(on.keys().size(), 2u);
    update.damage.add({0, 0, 64, 16});  // nothing in it is different
    on.controls->look(update);
    on.act(1s);
    EXPECT_EQ(on.keys().size(), 2u);
}

TEST(Pasting, ViewOnlySaysWhyItDoesNothing) {
    Behaviour behaviour;
    behaviour.view_only = true;
    Pasted on("abc", behaviour);
    on.paste();
    EXPECT_TRUE(on.sent.empty());
    EXPECT_EQ(on.controls->words(), "View only: nothing is typed.");
}

TEST(Pasting, AnEmptyClipboardIsSaid) {
    Pasted on("");
    on.paste();
    EXPECT_EQ(on.controls->words(), "There is no text to type in the clipboard.");
}

TEST(Pasting, AClipboardWhoseOwnerDoesNotAnswerIsSaid) {
    Pasted on("abc");
    on.wishes.clipboard_answers = false;
    on.paste();
    EXPECT_TRUE(on.sent.empty());
    EXPECT_EQ(on.controls->words(), "The program that was copied from does not give its text.");
}

TEST(Pasting, IsNotThereInAKiosk) {
    Pasted on("abc", kiosk());
    on.paste();
    EXPECT_TRUE(on.sent.empty());
    EXPECT_EQ(on.controls->words(), "");
}

TEST(Pasting, ThePasswordsPromptTakesItsFirstLine) {
    Pasted on("Right-1\nmore");
    on.state.prompt = screen::PasswordPrompt{};
    on.state.phase = screen::Phase::handshake;
    on.controls->set_state(on.state);
    on.now.live = false;
    on.controls->set_situation(on.now);
    on.paste();
    EXPECT_EQ(on.controls->prompt().characters(), 7u);
    EXPECT_TRUE(on.sent.empty());
}

TEST(Pasting, AServerWithoutScancodesGetsNone) {
    Pasted on("\u4e2d");
    on.state.extended_keys = false;
    on.state.leds = 4;
    on.controls->set_state(on.state);
    on.paste();
    EXPECT_EQ(on.sent, (Strings{rfb::key_event(true, 0x1004e2d).bytes,
                                rfb::key_event(false, 0x1004e2d).bytes}));
}

TEST(Pasting, CapsLockIsSwitchedOffFirst) {
    Pasted on("a");
    on.state.leds = 4;
    on.controls->set_state(on.state);
    on.paste();
    EXPECT_EQ(on.keys(), (Strings{"3a", "-3a", "1e", "-1e"}));
}

}  // namespace
}  // namespace ecsview::ui
