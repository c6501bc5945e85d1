// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/scaler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace ecsview::ui {
namespace {

struct Picture {
    int width, height;
    std::vector<std::uint32_t> pixels;
    Picture(int w, int h, std::uint32_t colour = 0)
        : width(w), height(h), pixels(static_cast<std::size_t>(w * h), colour) {}
    std::uint32_t& at(int x, int y) { return pixels[static_cast<std::size_t>(y * width + x)]; }
    Canvas canvas() { return {pixels.data(), width, height, width}; }
};

Picture pattern(int width, int height) {
    Picture picture(width, height);
    std::uint32_t seed = 1;
    for (auto& pixel : picture.pixels) pixel = (seed = seed * 1664525 + 1013904223) & 0xffffff;
    return picture;
}

Picture scaled(const Picture& from, int width, int height) {
    Picture to(width, height, 0xdeadbeef);
    Scaler scaler;
    scaler.set_sizes(from.width, from.height, width, height);
    scaler.draw(from.pixels.data(), to.canvas(), 0, 0, {0, 0, width, height});
    return to;
}

TEST(Scaler, AFlatPictureStaysFlatAtEverySize) {
    for (const auto& [w, h] : {std::pair{37, 23}, {7, 3}, {200, 111}, {1, 1}, {40, 13}})
        for (const std::uint32_t pixel : scaled(Picture(20, 10, 0x00fe81ff), w, h).pixels)
            EXPECT_EQ(pixel, 0x00fe81ffu);
}

TEST(Scaler, WholeMultiplesRepeatPixels) {
    Picture from = pattern(5, 4);
    Picture to = scaled(from, 15, 8);
    for (int y = 0; y < 8; ++y)
        for (int x = 0; x < 15; ++x) EXPECT_EQ(to.at(x, y), from.at(x / 3, y / 2));
}

TEST(Scaler, HalvingAveragesFourPixels) {
    Picture from(2, 2);
    from.pixels = {0x00000000, 0x00ff0000, 0x0000ff00, 0x000000ff};
    EXPECT_EQ(scaled(from, 1, 1).at(0, 0), 0x00404040u);
}

TEST(Scaler, EnlargingRunsFromOnePixelToTheNext) {
    Picture from(2, 1);
    from.pixels = {0x00000000, 0x000000ff};
    Picture to = scaled(from, 7, 1);
    EXPECT_EQ(to.at(0, 0), 0u);
    EXPECT_EQ(to.at(6, 0), 0xffu);
    for (int x = 1; x < 7; ++x) EXPECT_GE(to.at(x, 0), to.at(x - 1, 0));
    EXPECT_NEAR(static_cast<int>(to.at(3, 0)), 0x80, 1);
    EXPECT_GT(to.at(2, 0), 0x20u);
    EXPECT_LT(to.at(2, 0), 0x70u);
}

TEST(Scaler, APartIsTheSameAsInTheWhole) {
    Picture from = pattern(61, 47);
    for (const auto& [w, h] : {std::pair{100, 80}, {33, 20}, {61, 90}, {122, 94}}) {
        Picture whole = scaled(from, w, h);
        Picture parts(w, h);
        Scaler scaler;
        scaler.set_sizes(from.width, from.height, w, h);
        for (int y = 0; y < h; y += 7)
            for (int x = 0; x < w; x += 11)
                scaler.draw(from.pixels.data(), parts.canvas(), 0, 0,
                            {x, y, std::min(11, w - x), std::min(7, h - y)});
        EXPECT_EQ(parts.pixels, whole.pixels) << w << "x" << h;
    }
}

TEST(Scaler, DrawsAtTheOffsetAndNothingElse) {
    Picture from = pattern(10, 10);
    Picture whole = scaled(from, 15, 15);
    Picture to(40, 40, 0xabcdef);
    Scaler scaler;
    scaler.set_sizes(10, 10, 15, 15);
    scaler.draw(from.pixels.data(), to.canvas(), 20, 10, {3, 4, 5, 6});
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x) {
            const bool inside = x >= 23 && x < 28 && y >= 14 && y < 20;
            EXPECT_EQ(to.at(x, y), inside ? whole.at(x - 20, y - 10) : 0xabcdefu);
        }
}

// A changed desktop pixel must not show outside the rectangle that the viewport redraws for it.
TEST(Scaler, OnePixelReachesNoFurtherThanItsNeighbours) {
    for (const auto& [w, h] : {std::pair{100, 80}, {33, 20}, {14, 90}}) {
        Picture before(61, 47), after(61, 47);
        after.at(30, 20) = 0xffffff;
        Picture a = scaled(before, w, h), b = scaled(after, w, h);
        for (int y = 0; y < h; ++y)
            for (int x = 0; x < w; ++x) {
                const bool near = x >= 29 * w / 61 && x < (32 * w + 60) / 61 && y >= 19 * h / 47 &&
                                  y < (22 * h + 46) / 47;
                EXPECT_TRUE(near || a.at(x, y) == b.at(x, y)) << x << "," << y;
            }
    }
}

}  // namespace
}  // namespace ecsview::ui
