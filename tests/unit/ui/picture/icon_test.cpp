// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/icon.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace ecsview::ui {
namespace {

TEST(Icon, IsAScreenBeforeACloudWithNothingAround) {
    for (const std::size_t side : {48u, 64u, 128u}) {
        const auto pixels = icon_pixels(static_cast<int>(side));
        ASSERT_EQ(pixels.size(), side * side);
        const auto at = [&](std::size_t x, std::size_t y) {
            return pixels[y * side / 128 * side + x * side / 128];
        };
        EXPECT_EQ(at(0, 0), 0u);
        EXPECT_EQ(at(127, 127), 0u);
        EXPECT_EQ(at(64, 30), 0xffd65c1eu) << "the cloud";
        EXPECT_EQ(at(24, 80), 0xff1c3e68u) << "the screen's edge";
        EXPECT_EQ(at(85, 70), 0xfff5f7fau) << "the screen";
    }
}

TEST(Icon, EdgesAreSmoothAndKeepTheirColour) {
    const auto pixels = icon_pixels(128);
    int partly = 0;
    for (const auto pixel : pixels) {
        const auto alpha = pixel >> 24;
        if (alpha == 0 || alpha == 255) continue;
        ++partly;
        const auto red = (pixel >> 16) & 0xff, blue = pixel & 0xff;
        EXPECT_NE(red > blue + 20, blue > red + 20) << std::hex << pixel;
    }
    EXPECT_GT(partly, 50);
}

}  // namespace
}  // namespace ecsview::ui
