// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/blank_watch.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace ecsview::ui {
namespace {

constexpr int width = 7, height = 5;

struct Desktop {
    std::vector<std::uint32_t> pixels = std::vector<std::uint32_t>(width * height, 0);
    BlankWatch watch;

    Desktop() { watch.restart({width, height}); }
    void paint(screen::DesktopRect area, std::uint32_t colour, bool complete = true) {
        for (int y = area.y; y < area.bottom(); ++y)
            for (int x = area.x; x < area.right(); ++x)
                pixels[static_cast<std::size_t>(y * width + x)] = colour;
        screen::Damage damage;
        damage.add(area);
        watch.look(pixels.data(), damage, complete);
    }
    bool one_colour() const {
        for (const auto pixel : pixels)
            if ((pixel ^ pixels[0]) & 0xffffff) return false;
        return true;
    }
};

constexpr screen::DesktopRect all{0, 0, width, height};

TEST(BlankWatch, NothingIsBlankBeforeThePictureIsWhole) {
    Desktop d;
    EXPECT_FALSE(d.watch.blank());
    d.paint({0, 0, width, 1}, 0, false);
    EXPECT_FALSE(d.watch.blank());
    d.paint({0, 1, width, height - 1}, 0);
    EXPECT_TRUE(d.watch.blank());
    d.watch.restart({width, height});
    EXPECT_FALSE(d.watch.blank());
}

TEST(BlankWatch, WhatCameBeforeTheEndOfTheFirstPictureCounts) {
    Desktop d;
    d.paint({2, 2, 1, 1}, 5, false);
    d.paint({6, 4, 1, 1}, 0);
    EXPECT_FALSE(d.watch.blank());
}

TEST(BlankWatch, AnyColourCanBeBlank) {
    Desktop d;
    d.paint(all, 0x112233);
    EXPECT_TRUE(d.watch.blank());
    d.paint({3, 3, 1, 1}, 0xff112233);
    EXPECT_TRUE(d.watch.blank()) << "the fourth byte is no colour";
    d.paint({3, 3, 1, 1}, 0x112234);
    EXPECT_FALSE(d.watch.blank());
    d.paint({3, 3, 1, 1}, 0x112233);
    EXPECT_TRUE(d.watch.blank());
    d.paint({0, 0, 1, 1}, 1);
    EXPECT_FALSE(d.watch.blank());
    d.paint(all, 1);
    EXPECT_TRUE(d.watch.blank());
}

TEST(BlankWatch, NoPixelIsEnough) {
    BlankWatch watch;
    const screen::Damage none;
    watch.look(nullptr, none, true);
    EXPECT_FALSE(watch.blank());
}

TEST(BlankWatch, IsAlwaysRight) {
    std::mt19937 dice(4);
    const auto roll = [&](int sides) {
        return static_cast<int>(dice() % static_cast<unsigned>(sides));
    };
    int blank = 0;
    for (int game = 0; game < 300; ++game) {
        Desktop d;
        d.paint(all, 0);
        for (int turn = 0; turn < 60; ++turn) {
            const int x = roll(width), y = roll(height);
            const bool whole = roll(6) == 0;
            d.paint(
                whole ? all : screen::DesktopRect{x, y, 1 + roll(width - x), 1 + roll(height - y)},
                static_cast<std::uint32_t>(roll(2)), roll(2) == 0);
            ASSERT_EQ(d.watch.blank(), d.one_colour());
            blank += d.watch.blank();
        }
    }
    EXPECT_GT(blank, 1000);
}

}  // namespace
}  // namespace ecsview::ui
