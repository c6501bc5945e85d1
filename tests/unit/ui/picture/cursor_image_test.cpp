// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/cursor_image.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using screen::CursorShape;

constexpr std::uint32_t clear = 0, white = 0xffffffff, red = 0xffff0000;

TEST(CursorScale, IsThatOfThePicture) {
    EXPECT_EQ(cursor_scale({1280, 800}, {0, 0, 1280, 800}, 1), (CursorScale{1, 1}));
    EXPECT_EQ(cursor_scale({1000, 800}, {-300, 7, 2000, 1200}, 1), (CursorScale{2, 1.5}));
    EXPECT_EQ(cursor_scale({1000, 1000}, {0, 0, 660, 660}, 1), (CursorScale{0.66, 0.66}));
}

// A cursor's pixels are points there.
TEST(CursorScale, IsSmallerWhereAPointHasSeveralPixels) {
    EXPECT_EQ(cursor_scale({1280, 800}, {0, 0, 2560, 1600}, 2), (CursorScale{1, 1}));
    EXPECT_EQ(cursor_scale({1200, 800}, {0, 0, 1800, 1200}, 2), (CursorScale{0.75, 0.75}));
}

TEST(CursorScale, IsNeitherUnseenNorInTheWay) {
    EXPECT_EQ(cursor_scale({3840, 2160}, {0, 0, 800, 450}, 1), (CursorScale{0.5, 0.5}));
    EXPECT_EQ(cursor_scale({320, 200}, {0, 0, 3200, 2000}, 1), (CursorScale{4, 4}));
    EXPECT_EQ(cursor_scale({1280, 800}, {0, 0, 1279, 801}, 1), (CursorScale{1, 1}));
}

TEST(CursorScale, IsOneWhereThereIsNoPicture) {
    EXPECT_EQ(cursor_scale({}, {}, 1), (CursorScale{1, 1}));
    EXPECT_EQ(cursor_scale({640, 480}, {}, 1), (CursorScale{1, 1}));
    EXPECT_EQ(cursor_scale({640, 480}, {0, 0, 640, 480}, 0), (CursorScale{1, 1}));
}

TEST(CursorScale, IsOneThatALimitAllows) {
    EXPECT_EQ(within({1, 1}, 64, 64, 64), (CursorScale{1, 1}));
    EXPECT_EQ(within({2, 0.5}, 32, 90, 64), (CursorScale{2, 0.5}));
    EXPECT_EQ(within({1, 1}, 0, 0, 64), (CursorScale{1, 1}));
}

TEST(CursorScale, KeepsItsProportionsWithinALimit) {
    EXPECT_EQ(within({1, 1}, 128, 32, 64), (CursorScale{0.5, 0.5}));
    EXPECT_EQ(within({4, 2}, 32, 32, 64), (CursorScale{2, 1}));
    for (int side = 1; side <= screen::max_cursor_side; ++side)
        for (const double scale : {0.5, 1.0, 1.37, 4.0}) {
            const auto image = scaled({side, 5, 0, 0, std::vector(5 * side, red)},
                                      within({scale, scale}, side, 5, 64));
            EXPECT_LE(std::max(image.width, image.height), 64) << side << " times " << scale;
        }
}

TEST(CursorImage, OfItsOwnSizeIsUnchanged) {
    const CursorShape shape{2, 2, 1, 1, {clear, red, 0x80800000, white}};
    const auto same = scaled(shape, {1, 1});
    EXPECT_EQ(same.pixels, shape.pixels);
    EXPECT_EQ((std::array{same.width, same.height, same.hot_x, same.hot_y}),
              (std::array{2, 2, 1, 1}));
}

TEST(CursorImage, TwiceAsLargeHasEachPixelFourTimes) {
    const auto large = scaled({2, 1, 1, 0, {red, clear}}, {2, 2});
    EXPECT_EQ((std::array{large.width, large.height, large.hot_x, large.hot_y}),
              (std::array{4, 2, 3, 1}));
    EXPECT_EQ(large.pixels, (std::vector{red, red, clear, clear, red, red, clear, clear}));
}

// Its edge is half transparent, and no darker for that.
TEST(CursorImage, HalfAsLargeIsTheMeanOfFour) {
    const auto small = scaled({2, 2, 1, 1, {white, clear, white, clear}}, {0.5, 0.5});
    EXPECT_EQ((std::array{small.width, small.height, small.hot_x, small.hot_y}),
              (std::array{1, 1, 0, 0}));
    ASSERT_EQ(small.pixels.size(), 1u);
    EXPECT_EQ(small.pixels[0], 0x80808080u);
    EXPECT_EQ(straight(small.pixels)[0], 0x80ffffffu);
}

TEST(CursorImage, EachSideHasItsOwnScale) {
    const auto wide = scaled({2, 2, 0, 1, std::vector(4, red)}, {3, 1});
    EXPECT_EQ((std::array{wide.width, wide.height, wide.hot_x, wide.hot_y}),
              (std::array{6, 2, 1, 1}));
    EXPECT_EQ(wide.pixels, std::vector(12, red));
}

TEST(CursorImage, IsNeverLargerThanAnyIsNorNothing) {
    const auto large = scaled({200, 1, 199, 0, std::vector(200, red)}, {4, 0.5});
    EXPECT_EQ((std::array{large.width, large.height, large.hot_x, large.hot_y}),
              (std::array{256, 1, 255, 0}));
}

TEST(CursorImage, WhatIsNoShapeIsNone) {
    EXPECT_TRUE(scaled({}, {1, 1}).pixels.empty());
    EXPECT_TRUE(scaled({2, 2, 0, 0, {red, red, red}}, {1, 1}).pixels.empty());
    EXPECT_TRUE(scaled({-1, -1, 0, 0, {red}}, {1, 1}).pixels.empty());
    EXPECT_TRUE(scaled({257, 1, 0, 0, std::vector(257, red)}, {1, 1}).pixels.empty());
    const auto spot = scaled({1, 1, 90, -7, {red}}, {1, 1});
    EXPECT_EQ((std::array{spot.hot_x, spot.hot_y}), (std::array{0, 0}));
}

TEST(CursorImage, StraightColoursAreThoseBeforeAlpha) {
    EXPECT_EQ(straight({clear, white, 0x80402000, 0x01010000, 0x7fffffff, 0x00ffffff}),
              (std::vector<std::uint32_t>{0, white, 0x80804000, 0x01ff0000, 0x7fffffff, 0}));
}

}  // namespace
}  // namespace ecsview::ui
