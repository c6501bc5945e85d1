// SPDX-License-Identifier: GPL-2.0-or-later
#include "video/zmbv.h"

#include <gtest/gtest.h>

#include <random>

#include "zmbv_reader.h"

namespace ecsview::video {
namespace {

using screen::DesktopRect;
using screen::DesktopSize;

// A picture that is written and read.
struct Shown {
    explicit Shown(DesktopSize of)
        : size(of),
          writer(of),
          reader(of.width, of.height),
          pixels(static_cast<std::size_t>(of.area())) {}

    void paint(const DesktopRect& rect, auto colour) {
        for (int y = rect.y; y < rect.bottom(); ++y)
            for (int x = rect.x; x < rect.right(); ++x)
                pixels[static_cast<std::size_t>(y * size.width + x)] =
                    static_cast<std::uint32_t>(colour(x, y)) & 0xffffff;
    }
    DesktopRect all() const { return {0, 0, size.width, size.height}; }
    std::size_t key() { return read(writer.key(pixels)); }
    std::size_t change(const DesktopRect& where) { return read(writer.change(pixels, where)); }
    std::size_t read(const std::string& frame) {
        reader.read(frame);
        EXPECT_EQ(reader.pixels, pixels);
        return frame.size();
    }

    DesktopSize size;
    Zmbv writer;
    ZmbvReader reader;
    std::vector<std::uint32_t> pixels;
};

TEST(Zmbv, WritesWhatAnyReaderSees) {
    std::mt19937 random(7);
    const auto dice = [&](int most) { return static_cast<int>(random() % unsigned(most)); };
    for (const DesktopSize size : {DesktopSize{1, 1}, DesktopSize{16, 16}, DesktopSize{17, 33},
                                   DesktopSize{200, 101}, DesktopSize{720, 400}}) {
        Shown shown(size);
        shown.paint(shown.all(), [&](int, int) { return random(); });
        shown.key();
        EXPECT_TRUE(shown.reader.was_key);
        for (int round = 0; round < 12; ++round) {
            DesktopRect rect{dice(size.width), dice(size.height), 0, 0};
            rect.width = 1 + dice(size.width - rect.x);
            rect.height = 1 + dice(size.height - rect.y);
            shown.paint(rect, [&](int x, int) { return round % 2 ? random() : unsigned(x); });
            shown.change(rect);
            EXPECT_FALSE(shown.reader.was_key);
            if (round == 6) shown.key();
        }
    }
}

// All of the picture is more than what is deflated at once.
TEST(Zmbv, ManyColoursTakeTheirRoom) {
    Shown shown({640, 480});
    std::mt19937 random(1);
    shown.paint(shown.all(), [&](int, int) { return random(); });
    EXPECT_GT(shown.key(), 640u * 480 * 3);
    shown.paint(shown.all(), [&](int, int) { return random(); });
    EXPECT_GT(shown.change(shown.all()), 640u * 480 * 3);
}

TEST(Zmbv, WhatHasNotChangedTakesNothing) {
    Shown shown({720, 400});
    std::mt19937 random(1);
    shown.paint(shown.all(), [&](int, int) { return random(); });
    shown.key();
    EXPECT_LT(shown.change({}), 40u);
    EXPECT_EQ(shown.reader.different, 0);
    EXPECT_LT(shown.change(shown.all()), 40u) << "where something may have changed";
    EXPECT_EQ(shown.reader.different, 0);
    // One pixel is one block.
    shown.paint({719, 399, 1, 1}, [](int, int) { return 5; });
    EXPECT_LT(shown.change({719, 399, 1, 1}), 60u);
    EXPECT_EQ(shown.reader.different, 1);
}

// Lines of text that move up and down: only the new line is written.
TEST(Zmbv, FindsWhatHasScrolled) {
    for (const int by : {16, 14, 32, -16, 63, -63}) {
        Shown shown({160, 320});
        std::mt19937 random(static_cast<unsigned>(by));
        shown.paint(shown.all(), [&](int, int) { return random(); });
        shown.key();
        const auto before = shown.pixels;
        shown.paint(shown.all(), [&](int x, int y) {
            const int from = y + by;
            return from >= 0 && from < 320 ? before[static_cast<std::size_t>(from * 160 + x)]
                                           : random();
        });
        shown.change(shown.all());
        const int rows = (std::abs(by) + 15) / 16;
        EXPECT_EQ(shown.reader.different, 10 * rows) << by;
        EXPECT_EQ(shown.reader.moved, 10 * (20 - rows)) << by;
    }
}

// One reader begins at a key, as after a seek.
TEST(Zmbv, AKeyNeedsNothingBeforeIt) {
    Shown shown({100, 50});
    std::mt19937 random(2);
    shown.paint(shown.all(), [&](int, int) { return random(); });
    shown.key();
    shown.change(shown.all());
    ZmbvReader late(100, 50);
    EXPECT_THROW(late.read(shown.writer.change(shown.pixels, {})), std::runtime_error);
    shown.paint({3, 3, 40, 40}, [](int x, int y) { return x * y; });
    late.read(shown.writer.key(shown.pixels));
    EXPECT_EQ(late.pixels, shown.pixels);
    shown.paint({50, 3, 40, 40}, [](int x, int y) { return x ^ y; });
    late.read(shown.writer.change(shown.pixels, {50, 3, 40, 40}));
    EXPECT_EQ(late.pixels, shown.pixels);
}

}  // namespace
}  // namespace ecsview::video
