// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/status_text.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;
using screen::ConsoleState;
using screen::Phase;

const TimePoint start = TimePoint{} + 1000h;
const Names names{"i-abc", "Ctrl+Alt+M"};

ConsoleState state(Phase phase, std::string headline = {}) {
    ConsoleState s;
    s.phase = phase;
    s.headline = std::move(headline);
    s.since = start;
    return s;
}

TEST(StatusText, CountsBothWays) {
    ConsoleState s = state(Phase::waiting, "The connection was lost.");
    s.next_attempt = start + 5s;
    EXPECT_EQ(banner_of(s, names, start).headline, "The connection was lost.");
    EXPECT_EQ(banner_of(s, names, start).detail, "next attempt in 5 s");
    EXPECT_EQ(banner_of(s, names, start + 1ms).detail, "next attempt in 5 s");
    EXPECT_EQ(banner_of(s, names, start + 1s).detail, "for 1 s · next attempt in 4 s");
    EXPECT_EQ(banner_of(s, names, start + 4999ms).detail, "for 4 s · next attempt in 1 s");
    EXPECT_EQ(banner_of(s, names, start + 5s).detail, "for 5 s · trying again now");
}

TEST(StatusText, LongTimesAreSaidInMinutesAndHours) {
    const ConsoleState s = state(Phase::waiting);
    EXPECT_EQ(banner_of(s, names, start + 59s).detail, "for 59 s");
    EXPECT_EQ(banner_of(s, names, start + 60s).detail, "for 1 min 00 s");
    EXPECT_EQ(banner_of(s, names, start + 3599s).detail, "for 59 min 59 s");
    EXPECT_EQ(banner_of(s, names, start + 3600s).detail, "for 1 h 00 min");
    EXPECT_EQ(banner_of(s, names, start + 49h + 5min).detail, "for 49 h 05 min");
}

TEST(StatusText, AClockThatIsBehindShowsNothingOdd) {
    EXPECT_EQ(banner_of(state(Phase::waiting), names, start - 5s).detail, "");
    ConsoleState s = state(Phase::asking);
    s.since = {};
    EXPECT_EQ(banner_of(s, names, start).detail, "");
}

TEST(StatusText, TheMousesWayBackIsAChordAnotherWindowOrNone) {
    Names n = names;
    n.mouse_back_key = "Ctrl+Alt+F";
    EXPECT_EQ(mouse_hint(n, MouseUse::captured).text,
              "The guest has the mouse. Ctrl+Alt+F takes it back.");
    n.mouse_back_key.clear();
    EXPECT_EQ(mouse_hint(n, MouseUse::captured).text,
              "The guest has the mouse. Switching to another window takes it back.");
    n.behaviour.kiosk = true;
    EXPECT_EQ(mouse_hint(n, MouseUse::captured).text, "The guest has the mouse.");
}

TEST(StatusText, TheBannerNamesThePhase) {
    EXPECT_EQ(banner_of(state(Phase::asking), names, start).headline,
              "Asking for the console's address");
    EXPECT_EQ(banner_of(state(Phase::connecting, "Connecting to x"), names, start).headline,
              "Connecting to x");
    ConsoleState ended = state(Phase::ended);
    ended.ending = Failure{ExitCode::in_use, "In use."};
    EXPECT_EQ(banner_of(ended, names, start), (Banner{"In use.", "", Tone::bad, "Ctrl+Alt+M"}));
}

TEST(StatusText, WhatHappenedStaysWhileItIsTriedAgain) {
    for (const Phase phase : {Phase::asking, Phase::connecting, Phase::handshake, Phase::live}) {
        ConsoleState s = state(phase, "Connecting to x");
        s.loss = "The connection was lost.";
        const Banner banner = banner_of(s, names, start + 3s);
        EXPECT_EQ(banner.headline, "The connection was lost.");
        EXPECT_TRUE(banner.detail.ends_with(" · for 3 s")) << banner.detail;
        EXPECT_EQ(banner.detail.starts_with("Waiting for the first picture"),
                  phase == Phase::handshake || phase == Phase::live);
    }
    // A wait may have another reason than the loss.
    ConsoleState s = state(Phase::waiting, "Few connections are allowed.");
    s.loss = "The connection was lost.";
    EXPECT_EQ(banner_of(s, names, start).headline, "Few connections are allowed.");
}

TEST(StatusText, AConsoleInUseCanBeTakenOver) {
    ConsoleState s = state(Phase::waiting, "In use.");
    s.next_attempt = start + 30s;
    s.can_take_over = true;
    EXPECT_EQ(banner_of(s, names, start).detail,
              "next attempt in 30 s · the menu can take it over");
}

TEST(StatusText, TheStartNamesTheTarget) {
    const Notice calm = start_notice(state(Phase::connecting), names, start);
    EXPECT_EQ(calm.title, "Connecting to i-abc…");
    EXPECT_EQ(calm.text, "Opening the tunnel to the console");
    EXPECT_EQ(calm.hint, "");
    EXPECT_EQ(calm.tone, Tone::calm);
    ConsoleState s = state(Phase::waiting, "The instance is stopped.");
    s.next_attempt = start + 9s;
    const Notice waits = start_notice(s, names, start + 2s);
    EXPECT_EQ(waits.text, "The instance is stopped.");
    EXPECT_EQ(waits.hint, "for 2 s · next attempt in 7 s");
    EXPECT_EQ(waits.tone, Tone::waiting);
    EXPECT_EQ(start_notice(state(Phase::live), names, start).text, "Waiting for the first picture");
}

TEST(StatusText, ThePromptCountsItsAttempts) {
    EXPECT_EQ(prompt_view({1, "Text"}, 0, false).hint, "Enter: connect · Esc: cancel");
    EXPECT_EQ(prompt_view({3, "Text"}, 2, false).hint,
              "Enter: connect · Esc: cancel · attempt 3 of 3");
    EXPECT_EQ(prompt_view({3, "Text"}, 2, false).dots, 2u);
    EXPECT_EQ(prompt_view({1, "Text"}, 0, true).hint, "Enter: connect · Esc: clear");
}

TEST(NextChange, IsWhenTheTextChanges) {
    ConsoleState s = state(Phase::waiting);
    s.next_attempt = start + 5300ms;
    for (auto at = start; at < start + 8s; at += 37ms) {
        const TimePoint change = next_change(s, at);
        EXPECT_GT(change, at);
        EXPECT_LE(change, at + 1s);
        EXPECT_EQ(banner_of(s, names, at), banner_of(s, names, change - 1ns));
        EXPECT_NE(banner_of(s, names, change - 1ns), banner_of(s, names, change));
    }
}

TEST(NextChange, IsAlwaysLater) {
    ConsoleState s = state(Phase::asking);
    EXPECT_EQ(next_change(s, start), start + 1s);
    EXPECT_GT(next_change(s, start - 10s), start - 10s);
    s.since = {};
    EXPECT_EQ(next_change(s, start), start + 1s);
}

TEST(StatusText, TheTitleHasNameAndId) {
    EXPECT_EQ(full_name_of({}, "i-1"), "i-1");
    EXPECT_EQ(full_name_of({"i-1", "", screen::OsType::unknown}, "web"), "web");
    EXPECT_EQ(full_name_of({"i-1", "web", screen::OsType::unknown}, "web"), "web (i-1)");
    EXPECT_EQ(full_name_of({"", "web", screen::OsType::unknown}, "h"), "web");
}

TEST(StatusText, TheWindowIsCalledByItsConsoleAndWhatThatShows) {
    using enum screen::ScreenState;
    EXPECT_EQ(window_title("web", unknown), "web - ecsview");
    EXPECT_EQ(window_title("web", running), "web - ecsview");
    EXPECT_EQ(window_title("web", panic), "web: kernel panic - ecsview");
    EXPECT_EQ(window_title("", running), "ecsview");
}

}  // namespace
}  // namespace ecsview::ui
