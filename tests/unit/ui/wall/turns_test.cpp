// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/wall/turns.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

constexpr Turns::TimePoint start{1h};

TEST(Turns, WithoutALengthThereAreNone) {
    Turns turns(std::nullopt);
    turns.begin(start);
    turns.attend(start);
    EXPECT_EQ(turns.due(), std::nullopt);
}

TEST(Turns, EachIsAsLongAsTheOther) {
    Turns turns(30s);
    turns.begin(start);
    EXPECT_EQ(turns.due(), start + 30s);
    turns.begin(start + 30s);
    EXPECT_EQ(turns.due(), start + 60s);
}

TEST(Turns, TheFirstOneIsDueAtOnce) {
    EXPECT_LE(Turns(30s).due(), start);
}

TEST(Turns, WhoIsThereKeepsTheOneThatIsShown) {
    Turns turns(30s);
    turns.begin(start);
    turns.attend(start + 29s);
    EXPECT_EQ(turns.due(), start + 29s + Turns::held_for);
    turns.attend(start + 60s);
    EXPECT_EQ(turns.due(), start + 60s + Turns::held_for);
    // Another one by hand: it is what that person looks at.
    turns.begin(start + 61s);
    EXPECT_EQ(turns.due(), start + 60s + Turns::held_for);
}

TEST(Turns, ALongTurnIsNotCutShortByAPress) {
    Turns turns(10min);
    turns.begin(start);
    turns.attend(start + 1s);
    EXPECT_EQ(turns.due(), start + 10min);
}

TEST(Turns, PlacesGoRoundAndRound) {
    EXPECT_EQ(place_after(0, 3), 1u);
    EXPECT_EQ(place_after(2, 3), 0u);
    EXPECT_EQ(place_before(0, 3), 2u);
    EXPECT_EQ(place_before(2, 3), 1u);
    EXPECT_EQ(place_after(0, 1), 0u);
    EXPECT_EQ(place_before(0, 1), 0u);
}

}  // namespace
}  // namespace ecsview::ui
