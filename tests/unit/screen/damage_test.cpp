// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/damage.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "screen/coverage.h"

namespace ecsview::screen {
namespace {

TEST(Damage, EmptyRectanglesAreNothing) {
    Damage damage;
    damage.add({5, 5, 0, 10});
    damage.add({5, 5, 10, -1});
    EXPECT_TRUE(damage.empty());
    EXPECT_TRUE(damage.bounds().empty());
}

TEST(Damage, RectanglesInsideOthersAreDroppedFromEitherSide) {
    Damage damage;
    damage.add({10, 10, 10, 10});
    damage.add({12, 12, 2, 2});
    EXPECT_EQ(damage.rects().size(), 1u);
    damage.add({0, 0, 100, 100});
    ASSERT_EQ(damage.rects().size(), 1u);
    EXPECT_EQ(damage.rects()[0], (DesktopRect{0, 0, 100, 100}));
}

TEST(Damage, StripsAndTilesAreJoined) {
    Damage damage;
    for (int y = 0; y < 800; y += 8) damage.add({0, y, 1280, 8});
    ASSERT_EQ(damage.rects().size(), 1u);
    EXPECT_EQ(damage.bounds(), (DesktopRect{0, 0, 1280, 800}));
}

TEST(Damage, MoreThanItHoldsBecomesTheBoundingBox) {
    Damage damage;
    for (int i = 0; i < 64; ++i) damage.add({i * 10, i * 10, 1, 1});
    EXPECT_EQ(damage.rects().size(), 64u);
    damage.add({700, 5, 1, 1});
    ASSERT_EQ(damage.rects().size(), 1u);
    EXPECT_EQ(damage.rects()[0], (DesktopRect{0, 0, 701, 631}));
}

// A server that draws the same place over and over must not make us draw it as often.
TEST(Damage, OverlapsNeverCostMoreThanTheBoundingBox) {
    Damage damage;
    for (int i = 0; i < 64; ++i) damage.add({i, 0, 8128, 4050});
    ASSERT_EQ(damage.rects().size(), 1u);
    EXPECT_EQ(damage.rects()[0], (DesktopRect{0, 0, 8191, 4050}));
    Damage cross;  // a small overlap stays as it is
    cross.add({0, 50, 100, 10});
    cross.add({50, 0, 10, 100});
    EXPECT_EQ(cross.rects().size(), 2u);
}

// Whatever is added, in whatever order: no pixel of it is ever lost.
TEST(Damage, CoversEverythingThatWasAdded) {
    std::mt19937 dice(7);
    std::uniform_int_distribution<int> at(0, 40), side(1, 12);
    for (int round = 0; round < 500; ++round) {
        Damage damage;
        std::set<std::pair<int, int>> expected;
        for (int i = 0; i < round % 90; ++i) {
            const DesktopRect rect{at(dice), at(dice), side(dice), side(dice)};
            damage.add(rect);
            for (int y = rect.y; y < rect.bottom(); ++y)
                for (int x = rect.x; x < rect.right(); ++x) expected.insert({x, y});
        }
        for (const auto& rect : damage.rects())
            for (int y = rect.y; y < rect.bottom(); ++y)
                for (int x = rect.x; x < rect.right(); ++x) expected.erase({x, y});
        ASSERT_TRUE(expected.empty()) << "round " << round;
    }
}

TEST(Coverage, IsWholeWhenEachPixelWasDrawnOnce) {
    Coverage coverage;
    EXPECT_FALSE(coverage.whole());
    coverage.reset({4, 3});
    Damage corners;
    corners.add({0, 0, 1, 1});
    corners.add({3, 2, 1, 1});
    coverage.add(corners);  // its bounding box is everything
    EXPECT_FALSE(coverage.whole());
    Damage rest;
    rest.add({0, 0, 4, 2});
    rest.add({0, 2, 3, 1});
    coverage.add(rest);
    EXPECT_TRUE(coverage.whole());
    coverage.reset({4, 4});
    EXPECT_FALSE(coverage.whole());
}

}  // namespace
}  // namespace ecsview::screen
