// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/stillness.h"

#include <gtest/gtest.h>

namespace ecsview::script {
namespace {

using namespace std::chrono_literals;
using screen::DesktopRect;

constexpr screen::DesktopSize size{64, 48};
constexpr DesktopRect everything{0, 0, 64, 48}, cursor{8, 14, 8, 2};

class StillnessTest : public testing::Test {
protected:
    StillnessTest() { still.prime(pixels, size, now); }

    void paint(const DesktopRect& rect, std::uint32_t colour) {
        for (int y = rect.y; y < rect.bottom(); ++y)
            for (int x = rect.x; x < rect.right(); ++x)
                pixels[static_cast<std::size_t>(y * size.width + x)] = colour;
    }
    // One second later something is told to have changed. Whether it had.
    bool changes(const DesktopRect& told = everything) {
        now += 1s;
        screen::Damage damage;
        damage.add(told);
        still.look(damage, pixels, size, now);
        return still.since() == now;
    }
    bool painted(const DesktopRect& rect, std::uint32_t colour) {
        paint(rect, colour);
        return changes();
    }

    std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(64 * 48);
    Stillness still;
    Stillness::TimePoint now{100h};
};

TEST_F(StillnessTest, BeginsWhenThePictureDoes) {
    EXPECT_EQ(still.since(), now);
}

TEST_F(StillnessTest, WhatIsDrawnAnewAndTheSameIsNoChange) {
    EXPECT_FALSE(changes());
}

TEST_F(StillnessTest, OnePixelIsAChange) {
    for (const auto& [x, y] : {std::pair{0, 0}, {63, 0}, {0, 47}, {63, 47}, {30, 20}})
        EXPECT_TRUE(painted({x, y, 1, 1}, 1)) << x << ' ' << y;
    EXPECT_FALSE(changes());
}

TEST_F(StillnessTest, ACursorThatBlinksIsNoneAfterItsFirstTurn) {
    EXPECT_TRUE(painted(cursor, 7));
    for (int i = 0; i < 5; ++i) {
        EXPECT_FALSE(painted(cursor, 0)) << i;
        EXPECT_FALSE(painted(cursor, 7)) << i;
    }
}

TEST_F(StillnessTest, ASpinnerIsAChange) {
    for (std::uint32_t turn = 1; turn < 20; ++turn)
        EXPECT_TRUE(painted(cursor, 1 + turn % 4)) << turn;
}

TEST_F(StillnessTest, ACursorElsewhereIsAChange) {
    EXPECT_TRUE(painted(cursor, 7));
    EXPECT_FALSE(painted(cursor, 0));
    EXPECT_TRUE(painted({16, 14, 8, 2}, 7));
}

// A whole line that goes and comes is no cursor.
TEST_F(StillnessTest, WhatIsLargerThanALetterDoesNotBlink) {
    const DesktopRect wide{0, 0, 17, 2}, high{0, 0, 2, 33}, largest{0, 0, 16, 32};
    for (const auto& rect : {wide, high}) {
        EXPECT_TRUE(painted(rect, 7));
        EXPECT_TRUE(painted(rect, 0));
    }
    EXPECT_TRUE(painted(largest, 7));
    EXPECT_FALSE(painted(largest, 0));
}

TEST_F(StillnessTest, AChangeBesidesTheCursorIsOne) {
    EXPECT_TRUE(painted(cursor, 7));
    paint({40, 40, 1, 1}, 5);
    EXPECT_TRUE(painted(cursor, 0));
    EXPECT_TRUE(painted(cursor, 7));
    EXPECT_FALSE(painted(cursor, 0));
}

TEST_F(StillnessTest, AfterALargeChangeTheCursorBeginsAnew) {
    EXPECT_TRUE(painted(cursor, 7));
    EXPECT_TRUE(painted({0, 40, 40, 8}, 7));
    EXPECT_TRUE(painted(cursor, 0));
    EXPECT_FALSE(painted(cursor, 7));
}

TEST_F(StillnessTest, AnotherPictureBeginsAnew) {
    EXPECT_TRUE(painted(cursor, 7));
    now += 1s;
    still.prime(pixels, size, now);
    EXPECT_EQ(still.since(), now);
    EXPECT_TRUE(painted(cursor, 0));
}

TEST_F(StillnessTest, OnlyWhatIsToldIsLookedAt) {
    paint({40, 40, 1, 1}, 5);
    EXPECT_FALSE(changes({0, 0, 40, 48}));
    EXPECT_TRUE(changes({40, 0, 24, 48}));
}

TEST_F(StillnessTest, AnotherSizeIsAChange) {
    now += 1s;
    still.look({}, std::vector<std::uint32_t>(32 * 32), {32, 32}, now);
    EXPECT_EQ(still.since(), now);
}

}  // namespace
}  // namespace ecsview::script
