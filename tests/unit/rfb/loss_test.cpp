// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/loss.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace ecsview::rfb {
namespace {

using screen::DesktopRect;

constexpr DesktopRect nothing{};

Loss of(int width, int height) {
    Loss loss;
    loss.reset({width, height});
    return loss;
}

TEST(Loss, APictureWithoutJpegHasNone) {
    Loss loss = of(200, 100);
    loss.draw({0, 0, 200, 100}, false);
    EXPECT_EQ(loss.bounds(), nothing);
    EXPECT_FALSE(loss.touches({0, 0, 200, 100}));
}

TEST(Loss, WhatIsDrawnExactlyHasNoneAnyMore) {
    Loss loss = of(200, 100);
    loss.draw({10, 20, 130, 40}, true);
    EXPECT_EQ(loss.bounds(), (DesktopRect{10, 20, 130, 40}));
    loss.draw({0, 20, 200, 10}, false);
    EXPECT_EQ(loss.bounds(), (DesktopRect{10, 30, 130, 30}));
    loss.draw({0, 0, 70, 100}, false);
    EXPECT_EQ(loss.bounds(), (DesktopRect{70, 30, 70, 30}));
    loss.draw({69, 29, 72, 32}, false);
    EXPECT_EQ(loss.bounds(), nothing);
}

TEST(Loss, AHoleInTheMiddleChangesNoBounds) {
    Loss loss = of(200, 100);
    loss.draw({0, 0, 200, 100}, true);
    loss.draw({1, 1, 198, 98}, false);
    EXPECT_EQ(loss.bounds(), (DesktopRect{0, 0, 200, 100}));
    EXPECT_FALSE(loss.touches({1, 1, 198, 98}));
    EXPECT_TRUE(loss.touches({199, 50, 1, 1}));
}

TEST(Loss, WhatLiesOutsideOfThePictureIsCut) {
    Loss loss = of(64, 64);
    loss.draw({60, 60, 100, 100}, true);
    EXPECT_EQ(loss.bounds(), (DesktopRect{60, 60, 4, 4}));
    loss.draw({-5, -5, 200, 200}, false);
    EXPECT_EQ(loss.bounds(), nothing);
    EXPECT_FALSE(loss.touches({100, 100, 5, 5}));
}

TEST(Loss, AnotherPictureBeginsExact) {
    Loss loss = of(64, 64);
    loss.draw({0, 0, 64, 64}, true);
    loss.reset({32, 32});
    EXPECT_EQ(loss.bounds(), nothing);
    EXPECT_FALSE(loss.touches({0, 0, 32, 32}));
}

// Beside a map that is easy to see through.
TEST(Loss, IsThatOfEachPixel) {
    constexpr int width = 131, height = 20;
    std::minstd_rand dice(4711);
    Loss loss = of(width, height);
    std::vector<bool> pixels(width * height);
    for (int i = 0; i < 3000; ++i) {
        const auto roll = [&](int below) { return static_cast<int>(dice() % unsigned(below)); };
        const int x = roll(width), y = roll(height);
        const DesktopRect rect{x, y, 1 + roll(width - x), 1 + roll(height - y)};
        const bool lossy = dice() % 3 == 0;
        DesktopRect bounds;
        bool touched = false;
        for (int py = 0; py < height; ++py)
            for (int px = 0; px < width; ++px) {
                const bool inside = rect.contains(screen::DesktopPoint{px, py});
                touched = touched || (inside && pixels[std::size_t(py * width + px)]);
                if (inside) pixels[std::size_t(py * width + px)] = lossy;
                if (pixels[std::size_t(py * width + px)])
                    bounds = bounding_box(bounds, {px, py, 1, 1});
            }
        ASSERT_EQ(loss.touches(rect), touched) << i;
        loss.draw(rect, lossy);
        ASSERT_EQ(loss.bounds(), bounds) << i;
    }
}

}  // namespace
}  // namespace ecsview::rfb
