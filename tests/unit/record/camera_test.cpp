// SPDX-License-Identifier: GPL-2.0-or-later
#include "record/camera.h"

#include <gtest/gtest.h>

#include <random>

#include "tight_picture.h"

namespace ecsview::record {
namespace {

using namespace std::chrono_literals;
using screen::Damage;
using screen::DesktopRect;
using screen::DesktopSize;
using TimePoint = Camera::TimePoint;

const TimePoint start = TimePoint{} + 1000s;

Damage all_of(DesktopSize size) {
    Damage damage;
    damage.add(DesktopRect{0, 0, size.width, size.height});
    return damage;
}

struct Desk {
    explicit Desk(DesktopSize of)
        : size(of), pixels(static_cast<std::size_t>(of.area()), 0x112233) {}

    void paint(const DesktopRect& rect, auto colour) {
        for (int y = rect.y; y < rect.bottom(); ++y)
            for (int x = rect.x; x < rect.right(); ++x)
                pixels[static_cast<std::size_t>(y * size.width + x)] = colour(x, y);
    }
    DesktopSize size;
    std::vector<std::uint32_t> pixels;
};

std::vector<std::uint32_t> without_alpha(std::vector<std::uint32_t> pixels) {
    for (auto& pixel : pixels) pixel &= 0xffffff;
    return pixels;
}

struct Taken {
    Camera camera{start, 9};
    TightPicture picture;
    TimePoint now = start;

    Block take(const Desk& desk, const Damage& damage, bool anew = false) {
        camera.saw(desk.size, anew, damage, now);
        const Block block = camera.shoot(desk.pixels.data(), now);
        picture.read(block.bytes);
        return block;
    }
};

TEST(Camera, WritesWhatAnyReaderSees) {
    std::mt19937 random(7);
    const auto dice = [&](int most) { return static_cast<int>(random() % unsigned(most)); };
    for (const int colours : {1, 2, 3, 16, 255, 256, 257, 5000}) {
        Desk desk({701, 333});
        Taken taken;
        taken.take(desk, all_of(desk.size));
        for (int round = 0; round < 20; ++round) {
            DesktopRect rect{dice(700), dice(332), 0, 0};
            rect.width = 1 + dice(desk.size.width - rect.x);
            rect.height = 1 + dice(desk.size.height - rect.y);
            desk.paint(rect, [&](int, int) {
                return 0xff000000u | static_cast<std::uint32_t>(dice(colours)) * 40503u;
            });
            Damage damage;
            damage.add(rect);
            const Block block = taken.take(desk, damage);
            EXPECT_EQ(taken.picture.pixels, without_alpha(desk.pixels)) << colours;
            EXPECT_EQ(block.key, size_of_key(block.bytes).has_value());
            taken.now += 1s;
        }
    }
}

// Too few bytes to be deflated, one and two colours, rows that end within a byte.
TEST(Camera, GivesNoMoreMemoryAwayThanItWrote) {
    Desk desk({640, 480});
    desk.paint({0, 0, 640, 480}, [](int x, int y) { return static_cast<unsigned>(x * y) * 7919u; });
    Camera camera(start, 9);
    camera.saw(desk.size, false, all_of(desk.size), start);
    const Block block = camera.shoot(desk.pixels.data(), start);
    EXPECT_GT(block.bytes.size(), 100'000u);
    EXPECT_LT(block.bytes.capacity(), block.bytes.size() + 64);
}

TEST(Camera, WritesTheSmallestRectangles) {
    Desk desk({40, 40});
    Taken taken;
    taken.take(desk, all_of(desk.size));
    for (int width = 1; width <= 17; ++width)
        for (const int colours : {1, 2, 3, 9}) {
            const DesktopRect rect{3, 5, width, 3};
            desk.paint(rect, [&](int x, int y) {
                return static_cast<std::uint32_t>((x * 7 + y) % colours * 1001);
            });
            Damage damage;
            damage.add(rect);
            taken.take(desk, damage);
            EXPECT_EQ(taken.picture.pixels, desk.pixels) << width << " " << colours;
        }
}

TEST(Camera, CutsWideAndTallPicturesIntoTiles) {
    Desk desk({5000, 70});
    Taken taken;
    desk.paint({0, 0, 5000, 70}, [](int x, int y) { return std::uint32_t(x * 31 + y * 77); });
    taken.take(desk, all_of(desk.size));
    EXPECT_EQ(taken.picture.pixels, desk.pixels);
    EXPECT_EQ(taken.picture.rectangles, 27);  // 2048, 2048 and 904 wide; eight of 8 rows, one of 6
}

// Somebody who has read nothing before sees the whole picture.
TEST(Camera, AKeyNeedsNothingBeforeIt) {
    Desk desk({200, 100});
    Taken taken;
    taken.take(desk, all_of(desk.size));
    desk.paint({5, 5, 100, 50}, [](int x, int y) { return std::uint32_t(x ^ y); });
    Damage damage;
    damage.add(DesktopRect{0, 0, 10, 10});  // not all that has changed was told
    EXPECT_FALSE(taken.take(desk, damage).key);
    const Block key = taken.take(desk, damage, true);
    EXPECT_TRUE(key.key);
    TightPicture fresh;
    fresh.read(key.bytes);
    EXPECT_EQ(fresh.pixels, desk.pixels);
    // What comes after it is read by both.
    desk.paint({50, 50, 20, 20}, [](int x, int y) { return std::uint32_t(x * y); });
    Damage later;
    later.add(DesktopRect{50, 50, 20, 20});
    const Block change = taken.take(desk, later);
    EXPECT_FALSE(change.key);
    fresh.read(change.bytes);
    EXPECT_EQ(fresh.pixels, desk.pixels);
}

TEST(Camera, AnotherSizeOrDecoderBeginsWithAKey) {
    Taken taken;
    Desk small({30, 20}), large({60, 20});
    EXPECT_TRUE(taken.take(small, all_of(small.size)).key);
    EXPECT_FALSE(taken.take(small, all_of(small.size)).key);
    EXPECT_TRUE(taken.take(large, all_of(small.size)).key);
    EXPECT_EQ(taken.picture.width, 60);
    EXPECT_EQ(taken.picture.pixels, large.pixels);
    EXPECT_TRUE(taken.take(large, all_of(small.size), true).key);
    EXPECT_EQ(taken.camera.size(), large.size);
}

// A fifth of the recording at most, and not more often than each 10 s.
TEST(Camera, KeysAreFew) {
    Desk desk({100, 100});
    Taken taken;
    const std::size_t key = taken.take(desk, all_of(desk.size)).bytes.size();
    std::mt19937 random(3);
    std::size_t since = 0;
    int keys = 0;
    TimePoint last = taken.now;
    for (int i = 0; i < 400; ++i) {
        taken.now += 100ms;
        desk.paint({0, 0, 9, 9}, [&](int, int) { return std::uint32_t(random() & 0xffffff); });
        Damage damage;
        damage.add(DesktopRect{0, 0, 9, 9});
        const Block block = taken.take(desk, damage);
        if (block.key) {
            EXPECT_GT(since, 4 * key);
            EXPECT_GE(taken.now - last, 10s);
            last = taken.now;
            since = 0;
            ++keys;
        } else {
            since += block.bytes.size();
        }
    }
    EXPECT_GE(keys, 3);
}

// A cursor that blinks for an hour.
TEST(Camera, LittleChangesNeedNoKey) {
    Desk desk({720, 400});
    std::mt19937 random(5);
    desk.paint({0, 0, 720, 400}, [&](int, int) { return std::uint32_t(random() & 0xffffff); });
    Taken taken;
    taken.take(desk, all_of(desk.size));
    for (int i = 0; i < 600; ++i) {
        taken.now += 1s;
        desk.paint({0, 14, 9, 2}, [&](int, int) { return i % 2 ? 0xaaaaaau : 0u; });
        Damage damage;
        damage.add(DesktopRect{0, 14, 9, 2});
        EXPECT_FALSE(taken.take(desk, damage).key) << i;
    }
}

// The highest byte is nobody's: white with it is white.
TEST(Camera, EachColourIsAColour) {
    for (const std::uint32_t high : {0u, 0xff000000u}) {
        Desk desk({64, 8});
        Taken taken;
        desk.paint({0, 0, 64, 8},
                   [&](int x, int) { return high | (x < 7 ? 0xffffffu : 0x123456u); });
        taken.take(desk, all_of(desk.size));
        EXPECT_EQ(taken.picture.pixels, without_alpha(desk.pixels));
        desk.paint({0, 0, 64, 8}, [&](int, int) { return high | 0xffffffu; });
        taken.take(desk, all_of(desk.size));
        EXPECT_EQ(taken.picture.pixels, without_alpha(desk.pixels));
    }
}

TEST(Camera, WaitsForMoreChangesAndRests) {
    Desk desk({10, 10});
    Camera camera(start, 9);
    EXPECT_FALSE(camera.due());
    camera.saw(desk.size, true, {}, start);
    EXPECT_FALSE(camera.due()) << "nothing has been drawn";
    camera.saw(desk.size, false, all_of(desk.size), start + 5ms);
    camera.saw(desk.size, false, all_of(desk.size), start + 9ms);
    EXPECT_EQ(camera.due(), start + 38ms);
    const Block block = camera.shoot(desk.pixels.data(), start + 40ms);
    EXPECT_EQ(block.at, 40ms);
    EXPECT_FALSE(camera.due());
    camera.shot(start + 40ms, start + 60ms);
    camera.saw(desk.size, false, all_of(desk.size), start + 61ms);
    EXPECT_EQ(camera.due(), start + 240ms) << "nine times as long as it took";
}

}  // namespace
}  // namespace ecsview::record
