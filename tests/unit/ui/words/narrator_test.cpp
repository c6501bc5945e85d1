// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/narrator.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;
using screen::ConsoleState;
using screen::Phase;

const TimePoint start = TimePoint{} + 1000h;
const Names names{"i-abc", "Ctrl+Alt+M", {}, "Ctrl+Alt+M"};

// A narrator and what it is told; `at` moves on.
struct Play {
    Narrator narrator{names, start};
    ConsoleState state;
    bool picture = false, blank = false, stale = false, prompting = false;
    std::string keys;
    MouseUse mouse = MouseUse::places;
    TimePoint at = start;

    Scene scene() const {
        const bool current = picture && !stale && state.phase == Phase::live;
        return {state, picture, current, blank, prompting, 0, false, keys, mouse};
    }
    Overlay said() {
        narrator.watch(scene(), at);
        return narrator.say(scene(), at);
    }
    std::optional<TimePoint> next() {
        narrator.watch(scene(), at);
        return narrator.next_change(scene(), at);
    }
    void go_live() {
        state.phase = Phase::live;
        picture = true;
        said();
    }
    bool silent() { return std::holds_alternative<std::monostate>(said()); }
};

TEST(Narrator, ALiveConsoleIsLeftAloneAndNothingWakes) {
    Play play;
    play.go_live();
    for (int i = 0; i < 5; ++i, play.at += 1h) {
        EXPECT_TRUE(play.silent());
        EXPECT_FALSE(play.next());
    }
}

TEST(Narrator, WhatThereIsAboutTheKeyboardIsSaidOverACurrentPicture) {
    Play play;
    play.go_live();
    play.keys = "Ctrl is down until the next key.";
    EXPECT_EQ(play.said(), Overlay(Hint{play.keys}));
    play.stale = true;
    play.at += 1h;
    EXPECT_NE(play.said(), Overlay(Hint{play.keys}));
    play.stale = false;
    play.keys.clear();
    EXPECT_TRUE(play.silent());
}

TEST(Narrator, NobodyIsToldToPressAKeyWhereNoneIsSent) {
    Play play;
    play.go_live();
    play.blank = true;
    play.said();
    play.at += 1h;
    EXPECT_NE(std::get<Hint>(play.said()).text.find("press a key"), std::string::npos);
    Scene scene = play.scene();
    scene.view_only = true;
    const auto said = play.narrator.say(scene, play.at);
    EXPECT_EQ(std::get<Hint>(said).text, "The guest's screen is blank.");
}

TEST(Narrator, WhoseTheMouseIsIsSaidWhenSomebodyUsesItAndNotForLong) {
    Play play;
    play.go_live();
    play.mouse = MouseUse::free;
    EXPECT_TRUE(play.silent()) << "it would cover a boot menu's last line";
    EXPECT_FALSE(play.next());
    for (const auto& [use, words] :
         {std::pair{MouseUse::free_and_moved, "Click to give the mouse to the guest."},
          std::pair{MouseUse::captured, "The guest has the mouse. Ctrl+Alt+M takes it back."}}) {
        play.mouse = use;
        EXPECT_EQ(play.said(), Overlay(Hint{words}));
        EXPECT_EQ(play.next(), play.at + 4s);
        play.at += 3900ms;
        EXPECT_EQ(play.said(), Overlay(Hint{words}));
        play.at += 100ms;
        EXPECT_TRUE(play.silent());
        EXPECT_FALSE(play.next());
    }
    play.mouse = MouseUse::free;
    EXPECT_TRUE(play.silent());
}

TEST(Narrator, EveryPhaseHasWordsBeforeAndAfterThePicture) {
    for (const Phase phase : {Phase::asking, Phase::connecting, Phase::handshake, Phase::waiting}) {
        Play play;
        play.state.phase = phase;
        const auto first = play.said();
        ASSERT_TRUE(std::holds_alternative<Notice>(first));
        EXPECT_FALSE(std::get<Notice>(first).text.empty());
        play.go_live();
        play.state.phase = phase;
        play.said();
        play.at += 1s;
        const auto later = play.said();
        ASSERT_TRUE(std::holds_alternative<Banner>(later));
        EXPECT_FALSE(std::get<Banner>(later).headline.empty());
        EXPECT_EQ(std::get<Banner>(later).menu_key, "Ctrl+Alt+M");
    }
    Play play;
    play.state.prompt = screen::PasswordPrompt{1, "Asks."};
    play.prompting = true;
    EXPECT_TRUE(std::holds_alternative<PromptView>(play.said()));
    EXPECT_FALSE(play.next());
}

TEST(Narrator, AShortReconnectIsNoFlash) {
    Play play;
    play.go_live();
    play.state.phase = Phase::asking;
    EXPECT_TRUE(play.silent());
    EXPECT_EQ(play.next(), play.at + Narrator::banner_after);
    play.at += Narrator::banner_after - 1ms;
    EXPECT_TRUE(play.silent());
    play.at += 1ms;
    EXPECT_FALSE(play.silent());
    // Once it is shown it stays until the picture is current, whatever the phase.
    play.state.phase = Phase::live;
    play.stale = true;
    EXPECT_FALSE(play.silent());
    play.stale = false;
    EXPECT_TRUE(play.silent());
}

TEST(Narrator, AWaitIsToldAtOnce) {
    Play play;
    play.go_live();
    play.at += 1min;
    play.state.phase = Phase::waiting;
    play.state.headline = "The connection was lost.";
    EXPECT_FALSE(play.silent());
}

TEST(Narrator, TheTimeIsCountedFromTheLossOverAllAttempts) {
    Play play;
    play.go_live();
    play.at += 1min;
    const TimePoint lost = play.at;
    for (int i = 0; i < 20; ++i, play.at += 700ms) {
        play.state.phase = i % 3 == 0   ? Phase::waiting
                           : i % 3 == 1 ? Phase::asking
                                        : Phase::handshake;
        play.state.since = play.at;
        play.said();
    }
    play.at = lost + 14s;
    play.state.phase = Phase::waiting;
    EXPECT_EQ(std::get<Banner>(play.said()).detail, "for 14 s");
    EXPECT_EQ(play.next(), lost + 15s);
}

TEST(Narrator, ABlankScreenIsToldWhenItStaysBlank) {
    Play play;
    play.go_live();
    play.blank = true;
    EXPECT_TRUE(play.silent());
    EXPECT_EQ(play.next(), play.at + Narrator::hint_after);
    play.at += Narrator::hint_after;
    ASSERT_TRUE(std::holds_alternative<Hint>(play.said()));
    EXPECT_FALSE(play.next()) << "no polling";
    play.blank = false;
    EXPECT_TRUE(play.silent()) << "gone with the first thing to see";
    play.blank = true;
    EXPECT_TRUE(play.silent());
}

TEST(Narrator, ABlinkingCursorIsNoBlankScreen) {
    Play play;
    play.go_live();
    for (int i = 0; i < 100; ++i, play.at += 400ms) {
        play.blank = i % 2 == 0;
        EXPECT_TRUE(play.silent());
    }
}

TEST(Narrator, TheBannerIsMoreThanTheHint) {
    Play play;
    play.go_live();
    play.blank = true;
    play.said();
    play.at += 1min;
    play.state.phase = Phase::waiting;
    EXPECT_TRUE(std::holds_alternative<Banner>(play.said()));
    play.state.phase = Phase::live;
    EXPECT_TRUE(play.silent()) << "the time begins anew";
}

TEST(Narrator, TheHintSaysWhatTheGuestUnderstands) {
    using screen::OsType;
    Names n = names;
    EXPECT_NE(blank_hint(n, OsType::unknown)
                  .text.find("press a key; if it is Windows, send Ctrl+Alt+Del"),
              std::string::npos);
    EXPECT_EQ(blank_hint(n, OsType::linux).text,
              "The guest's screen is blank: press a key to wake it.");
    EXPECT_NE(blank_hint(n, OsType::windows).text.find("by the menu (Ctrl+Alt+M)"),
              std::string::npos);
    n.menu_key.clear();
    EXPECT_EQ(blank_hint(n, OsType::windows).text.find('('), std::string::npos);
    n.behaviour.view_only = true;
    EXPECT_EQ(blank_hint(n, OsType::windows).text, "The guest's screen is blank.");
}

TEST(Narrator, TheNameIsUsedOnceItIsKnown) {
    Play play;
    play.state.phase = Phase::asking;
    EXPECT_EQ(std::get<Notice>(play.said()).title, "Connecting to i-abc…");
    play.state.machine.name = "前台-1";
    EXPECT_EQ(std::get<Notice>(play.said()).title, "Connecting to 前台-1…");
    EXPECT_EQ(play.narrator.status(play.scene(), play.at).title, "前台-1");
    play.go_live();
    EXPECT_EQ(play.narrator.report(play.scene()), "前台-1: connected.");
}

TEST(Narrator, TheMenuTellsTheSame) {
    Play play;
    play.go_live();
    EXPECT_EQ(play.narrator.status(play.scene(), play.at).text, "Connected.");
    play.state.phase = Phase::waiting;
    play.state.headline = "Lost.";
    play.state.next_attempt = play.at + 3s;
    play.said();
    const auto status = play.narrator.status(play.scene(), play.at);
    EXPECT_EQ(status.text, "Lost.\nnext attempt in 3 s");
    EXPECT_EQ(status.tone, Tone::waiting);
    play.prompting = true;
    EXPECT_EQ(play.narrator.status(play.scene(), play.at).text, "The console asks for a password.");
}

TEST(Narrator, ABeginningIsNoAlarm) {
    Play play;
    play.state.phase = Phase::connecting;
    EXPECT_EQ(play.narrator.status(play.scene(), play.at).tone, Tone::calm);
    play.state.loss = "Nothing listens there.";
    EXPECT_EQ(play.narrator.status(play.scene(), play.at).tone, Tone::waiting);
}

TEST(Narrator, TheReportDoesNotTick) {
    Play play;
    play.go_live();
    EXPECT_EQ(play.narrator.report(play.scene()), "i-abc: connected.");
    play.state.phase = Phase::waiting;
    play.state.headline = "Lost.";
    play.state.next_attempt = play.at + 30s;
    play.said();
    const std::string first = play.narrator.report(play.scene());
    EXPECT_EQ(first, "i-abc: Lost.");
    play.at += 7s;
    play.said();
    EXPECT_EQ(play.narrator.report(play.scene()), first);
    play.state.phase = Phase::asking;
    EXPECT_EQ(play.narrator.report(play.scene()), "i-abc: Asking for the console's address.");
    play.prompting = true;
    EXPECT_NE(play.narrator.report(play.scene()).find("password"), std::string::npos);
}

}  // namespace
}  // namespace ecsview::ui
