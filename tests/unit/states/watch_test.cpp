// SPDX-License-Identifier: GPL-2.0-or-later
#include "states/watch.h"

#include <gtest/gtest.h>

namespace ecsview::states {
namespace {

using namespace std::chrono_literals;
using screen::DesktopRect;
using enum screen::ScreenState;

constexpr DesktopRect all{0, 0, 720, 400}, cursor{80, 32, 16, 2}, letter{96, 32, 32, 16};

// A watch whose clock the test turns.
class WatchTest : public testing::Test {
protected:
    void passes(Watch::Duration time) { now += time; }
    void draws(const DesktopRect& box = all) { watch.changed(box, now); }
    // Reads, if it wants to, and tells what comes of it.
    bool reads(screen::ScreenState state, bool text = true, Watch::Duration took = 1ms) {
        if (!watch.wants_reading(now)) return false;
        watch.seen(state, took, text);
        return true;
    }
    std::optional<screen::ScreenState> told() { return watch.next(now); }
    // A picture that stands and was read.
    void shows(screen::ScreenState state) {
        draws();
        passes(Watch::quiet);
        ASSERT_TRUE(reads(state));
        ASSERT_EQ(told(), state);
    }
    void press() { watch.pressed(now); }

    Watch watch;
    Watch::TimePoint now{100h};
};

TEST_F(WatchTest, AtFirstNothingIsKnownAndNothingIsDue) {
    EXPECT_EQ(watch.told(), unknown);
    EXPECT_FALSE(watch.due());
    EXPECT_FALSE(watch.wants_reading(now));
    EXPECT_FALSE(told());
}

TEST_F(WatchTest, APictureIsReadWhenItStands) {
    draws();
    passes(600ms);
    draws();
    EXPECT_EQ(watch.due(), now + Watch::quiet);
    passes(999ms);
    EXPECT_FALSE(watch.wants_reading(now));
    passes(1ms);
    EXPECT_TRUE(reads(login));
    EXPECT_EQ(told(), login);
    EXPECT_FALSE(told());
    EXPECT_EQ(watch.told(), login);
    EXPECT_FALSE(watch.due());
}

TEST_F(WatchTest, OneThatNeverStandsIsReadNowAndThen) {
    const auto began = now;
    for (; now < began + Watch::restless; passes(100ms)) {
        draws();
        EXPECT_FALSE(watch.wants_reading(now));
    }
    draws();
    EXPECT_TRUE(reads(running));
}

TEST_F(WatchTest, WhatOnlyComesByIsNotTold) {
    shows(login);
    const auto began = now;
    int readings = 0;
    for (const auto state : {panic, running, boot, boot}) {
        do {
            passes(100ms);
            draws();
        } while (!reads(state));
        ++readings;
        if (readings < 4) {
            EXPECT_FALSE(told()) << readings;
        }
    }
    EXPECT_EQ(told(), boot);
    EXPECT_GE(now - began, 4 * Watch::restless);
}

TEST_F(WatchTest, TheSameAgainIsNoNews) {
    shows(login);
    draws();
    passes(1s);
    EXPECT_TRUE(reads(login));
    EXPECT_FALSE(told());
}

TEST_F(WatchTest, ACursorThatBlinksIsNoNews) {
    shows(login);
    draws(cursor);
    passes(1s);
    EXPECT_TRUE(reads(login));
    for (int n = 0; n < 20; ++n) {
        passes(500ms);
        draws(cursor);
        EXPECT_FALSE(watch.due());
    }
    draws(letter);
    EXPECT_TRUE(watch.due());
}

TEST_F(WatchTest, SomethingLargeThatIsDrawnAgainIsNews) {
    shows(login);
    const DesktopRect wide{0, 0, 49, 16}, high{0, 0, 16, 33};
    for (const auto& box : {wide, high}) {
        for (int n = 0; n < 2; ++n) {
            draws(box);
            passes(1s);
            EXPECT_TRUE(reads(login)) << n;
        }
    }
}

TEST_F(WatchTest, NothingIsReadTwiceAtATime) {
    draws();
    passes(1s);
    EXPECT_TRUE(watch.wants_reading(now));
    draws();
    passes(1min);
    EXPECT_FALSE(watch.wants_reading(now));
    EXPECT_FALSE(watch.due());
    watch.seen(running, 1ms, true);
    EXPECT_TRUE(watch.wants_reading(now));
}

TEST_F(WatchTest, WhatTakesLongIsReadSeldom) {
    draws();
    passes(1s);
    ASSERT_TRUE(reads(running, true, 500ms));
    ASSERT_EQ(told(), running);
    const auto read = now;
    draws();
    EXPECT_EQ(watch.due(), read + 500ms * Watch::reading_share);
    passes(9999ms);
    EXPECT_FALSE(watch.wants_reading(now));
    passes(1ms);
    EXPECT_TRUE(reads(running));
}

TEST_F(WatchTest, WithoutTextItIsReadEverMoreSeldom) {
    std::vector<Watch::Duration> pauses;
    auto last = now;
    draws();
    for (int n = 0; n < 7; ++n) {
        while (!reads(running, false)) {
            passes(100ms);
            draws();
        }
        pauses.push_back(std::chrono::round<std::chrono::seconds>(now - last));
        last = now;
    }
    EXPECT_EQ(pauses, (std::vector<Watch::Duration>{3s, 6s, 12s, 24s, 48s, 60s, 60s}));
    // Once it stands it is read at once, and then as in the beginning.
    draws();
    passes(1s);
    EXPECT_TRUE(reads(running, false));
    draws();
    last = now;
    while (!reads(running, false)) {
        passes(100ms);
        draws();
    }
    EXPECT_EQ(std::chrono::round<std::chrono::seconds>(now - last), 3s);
}

TEST_F(WatchTest, ABlankOneHasToStandForLonger) {
    draws();
    passes(1s);
    EXPECT_TRUE(reads(blank));
    EXPECT_FALSE(told());
    EXPECT_EQ(watch.due(), now + 4s);
    passes(3999ms);
    EXPECT_FALSE(told());
    passes(1ms);
    EXPECT_EQ(told(), blank);
    EXPECT_FALSE(watch.due());
}

TEST_F(WatchTest, ACursorAloneIsNotBlankBetweenItsBlinks) {
    draws(cursor);
    passes(1s);
    EXPECT_TRUE(reads(blank));
    for (int n = 0; n < 20; ++n) {
        passes(4s);
        draws(cursor);
        EXPECT_FALSE(told());
    }
}

TEST_F(WatchTest, AScreenThatAnswersNobodyIsFrozen) {
    shows(running);
    const auto first = now;
    press();
    passes(3s);
    press();
    EXPECT_FALSE(watch.due());
    passes(3s);
    press();
    EXPECT_EQ(watch.due(), first + Watch::unanswered_for);
    passes(3999ms);
    EXPECT_FALSE(told());
    passes(1ms);
    EXPECT_EQ(told(), frozen);
    EXPECT_FALSE(watch.due());
    EXPECT_FALSE(told());
}

TEST_F(WatchTest, TwoKeysAreNotEnough) {
    shows(running);
    press();
    press();
    passes(1h);
    EXPECT_FALSE(told());
}

TEST_F(WatchTest, AnAnswerIsTheEndOfIt) {
    shows(running);
    for (int n = 0; n < 3; ++n) press();
    passes(9s);
    draws(letter);
    passes(9s);
    EXPECT_TRUE(reads(running));
    EXPECT_FALSE(told());
    press();
    press();
    passes(1h);
    EXPECT_FALSE(told());
}

TEST_F(WatchTest, ACursorThatBlinksIsNoAnswer) {
    draws(cursor);
    passes(1s);
    ASSERT_TRUE(reads(login));
    ASSERT_EQ(told(), login);
    for (int n = 0; n < 3; ++n) press();
    for (int n = 0; n < 10; ++n) {
        passes(1s);
        draws(cursor);
    }
    EXPECT_EQ(told(), frozen);
}

TEST_F(WatchTest, WhatMovesAgainIsFrozenNoMore) {
    shows(login);
    for (int n = 0; n < 3; ++n) press();
    passes(10s);
    ASSERT_EQ(told(), frozen);
    draws(letter);
    EXPECT_EQ(told(), login);
}

TEST_F(WatchTest, SomeStatesAreSilentByThemselves) {
    for (const auto state : {panic, password, blue_screen, boot, rescue}) {
        shows(state);
        for (int n = 0; n < 5; ++n) press();
        passes(1h);
        EXPECT_FALSE(told()) << name_of(state);
    }
}

TEST_F(WatchTest, ALossIsNoState) {
    shows(panic);
    draws();
    watch.lost();
    EXPECT_FALSE(watch.due());
    passes(1h);
    EXPECT_FALSE(watch.wants_reading(now));
    EXPECT_FALSE(told());
    EXPECT_EQ(watch.told(), panic);
    // It is back, and it is as it was.
    draws();
    passes(1s);
    EXPECT_TRUE(reads(panic));
    EXPECT_FALSE(told());
    watch.lost();
    shows(login);
}

TEST_F(WatchTest, WhatWasReadOfALostPictureDoesNotCount) {
    draws();
    passes(1s);
    EXPECT_TRUE(watch.wants_reading(now));
    watch.lost();
    watch.seen(panic, 1ms, true);
    EXPECT_FALSE(told());
    shows(login);
}

TEST_F(WatchTest, KeysBeforeALossDoNotCount) {
    shows(running);
    for (int n = 0; n < 3; ++n) press();
    watch.lost();
    draws();
    passes(1s);
    EXPECT_TRUE(reads(running));
    passes(1h);
    EXPECT_FALSE(told());
}

}  // namespace
}  // namespace ecsview::states
