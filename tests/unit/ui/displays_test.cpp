// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/displays.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using screen::WindowSize;

TEST(Displays, FirstAndLastPointAreFirstAndLastPixel) {
    for (const int pixels : {640, 960, 1280, 1281}) {
        EXPECT_EQ(pixel_of(0, 640, pixels), 0);
        EXPECT_EQ(pixel_of(639, 640, pixels), pixels - 1);
    }
    EXPECT_EQ(pixel_of(320, 640, 640), 320);
    EXPECT_EQ(pixel_of(320, 640, 1280), 641);
    EXPECT_EQ(pixel_of(-5, 640, 1280), -10) << "a drag may leave the window";
    EXPECT_EQ(pixel_of(7, 1, 2), 7);
}

TEST(Displays, AWindowIsAsLargeAsWholePixelsMakeIt) {
    EXPECT_EQ(in_points({1280, 800}, 1), (WindowSize{1280, 800}));
    EXPECT_EQ(in_points({1280, 800}, 2), (WindowSize{1280, 800}));
    EXPECT_EQ(in_points({1280, 800}, 1.5), (WindowSize{854, 534}));
    EXPECT_EQ(in_points({1280, 800}, 2.5), (WindowSize{1024, 640}));
    EXPECT_EQ(in_points({1280, 800}, 0.5), (WindowSize{1280, 800}));
}

}  // namespace
}  // namespace ecsview::ui
