// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/rotation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ui/input/finger.h"
#include "ui/picture/cursor_image.h"

namespace ecsview::ui {
namespace {

constexpr Rotation all[] = {Rotation::none, Rotation::quarter, Rotation::half,
                            Rotation::three_quarters};

struct Pixels {
    int width, height;
    std::vector<std::uint32_t> values;

    Pixels(screen::WindowSize size, bool numbered)
        : width(size.width), height(size.height), values(static_cast<std::size_t>(size.area())) {
        for (std::size_t i = 0; numbered && i < values.size(); ++i)
            values[i] = static_cast<std::uint32_t>(i + 1);
    }
    Canvas canvas() { return {values.data(), width, height, width}; }
    std::uint32_t at(int x, int y) const { return values[static_cast<std::size_t>(y * width + x)]; }
};

TEST(Rotation, IsToldInDegrees) {
    EXPECT_EQ(parse_rotation("0"), Rotation::none);
    EXPECT_EQ(parse_rotation("90"), Rotation::quarter);
    EXPECT_EQ(parse_rotation("180"), Rotation::half);
    EXPECT_EQ(parse_rotation("270"), Rotation::three_quarters);
    for (const char* text : {"", "1", "-90", "360", "090", "90 ", "right"})
        EXPECT_FALSE(parse_rotation(text)) << text;
}

// Two rows of three:  1 2 3 / 4 5 6
TEST(Rotation, IsClockwise) {
    const std::vector<std::uint32_t> expected[] = {
        {1, 2, 3, 4, 5, 6}, {4, 1, 5, 2, 6, 3}, {6, 5, 4, 3, 2, 1}, {3, 6, 2, 5, 1, 4}};
    Pixels upright({3, 2}, true);
    for (std::size_t i = 0; i < 4; ++i) {
        Pixels window(turned(screen::WindowSize{3, 2}, all[i]), false);
        turn(upright.canvas(), window.canvas(), {0, 0, 3, 2}, all[i]);
        EXPECT_EQ(window.values, expected[i]) << i;
    }
}

// Larger than a tile, and of no whole number of them.
TEST(Rotation, WhatIsSeenAtAPlaceIsWhatIsThere) {
    Pixels upright({101, 70}, true);
    for (const Rotation rotation : all) {
        const auto size = turned(screen::WindowSize{101, 70}, rotation);
        Pixels window(size, false);
        turn(upright.canvas(), window.canvas(), {0, 0, 101, 70}, rotation);
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x) {
                const auto from = upright_point({x, y}, rotation, size);
                ASSERT_EQ(window.at(x, y), upright.at(from.x, from.y)) << x << "," << y;
            }
    }
}

TEST(Rotation, OnlyTheAreaIsTurned) {
    Pixels upright({40, 50}, true);
    for (const Rotation rotation : all) {
        const auto size = turned(screen::WindowSize{40, 50}, rotation);
        Pixels window(size, false);
        const Area area{3, 5, 36, 7};
        turn(upright.canvas(), window.canvas(), area, rotation);
        const Area there = area_in_window(area, rotation, size);
        for (int y = 0; y < size.height; ++y)
            for (int x = 0; x < size.width; ++x)
                ASSERT_EQ(window.at(x, y) != 0, contains(there, x, y)) << x << "," << y;
    }
}

TEST(Rotation, AnAreaIsCutToThePicture) {
    Pixels upright({4, 3}, true);
    for (const Rotation rotation : all) {
        Pixels window(turned(screen::WindowSize{4, 3}, rotation), false);
        turn(upright.canvas(), window.canvas(), {-5, -5, 100, 100}, rotation);
        EXPECT_EQ(std::ranges::count(window.values, 0u), 0);
        turn(upright.canvas(), window.canvas(), {9, 9, 5, 5}, rotation);
    }
}

// Anywhere in it: a finger has parts of a pixel.
TEST(Rotation, AFingerIsWhereItsPixelIs) {
    constexpr screen::WindowSize window{401, 201};
    for (const Rotation rotation : all)
        for (const float part : {0.0f, 0.25f, 0.9f}) {
            SDL_TouchFingerEvent event{};
            event.x = (100 + part) / 401;
            event.y = (50 + part) / 201;
            turn_upright(event, rotation, window);
            const auto at = pixel(point_of(event, turned(window, rotation)));
            EXPECT_EQ(at, upright_point({100, 50}, rotation, window)) << part;
        }
}

// An arrow that points up and left points to the right and up then.
TEST(Rotation, ACursorIsTurnedWithItsHotSpot) {
    const screen::CursorShape arrow{3, 2, 0, 0, {1, 2, 3, 4, 5, 6}};
    const auto right = turned(arrow, Rotation::quarter);
    EXPECT_EQ(right.width, 2);
    EXPECT_EQ(right.height, 3);
    EXPECT_EQ(right.hot_x, 1);
    EXPECT_EQ(right.hot_y, 0);
    EXPECT_EQ(right.pixels, (std::vector<std::uint32_t>{4, 1, 5, 2, 6, 3}));
    EXPECT_EQ(turned(arrow, Rotation::none).pixels, arrow.pixels);
    EXPECT_TRUE(turned(screen::CursorShape{}, Rotation::half).pixels.empty());
}

}  // namespace
}  // namespace ecsview::ui
