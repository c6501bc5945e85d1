// SPDX-License-Identifier: GPL-2.0-or-later
#include "video/film.h"

#include <gtest/gtest.h>

#include "matroska_reader.h"
#include "zmbv_reader.h"

namespace ecsview::video {
namespace {

using namespace std::chrono_literals;
using screen::Damage;
using screen::DesktopRect;
using screen::DesktopSize;
using Times = std::vector<std::uint64_t>;

// A film of pictures of one colour each, and what a player makes of it.
struct Made {
    explicit Made(DesktopSize largest) : canvas(largest), film(largest, "i-a") {}

    // From then on the picture has this size, and `rect` this colour.
    void show(Milliseconds at, DesktopSize size, const DesktopRect& rect, std::uint32_t colour,
              bool anew = false) {
        if (size != shown || anew) pixels.assign(static_cast<std::size_t>(size.area()), 0);
        shown = size;
        for (int y = rect.y; y < rect.bottom(); ++y)
            for (int x = rect.x; x < rect.right(); ++x)
                pixels[static_cast<std::size_t>(y * size.width + x)] = colour;
        Damage damage;
        damage.add(rect);
        bytes += film.rest(at);
        film.take(pixels.data(), size, anew, damage);
        bytes += film.shoot(at);
    }
    void fill(Milliseconds at, DesktopSize size, std::uint32_t colour) {
        show(at, size, {0, 0, size.width, size.height}, colour);
    }
    const MatroskaReader& end(Milliseconds at) {
        const auto end = film.end(at);
        bytes += end.tail;
        bytes.replace(0, end.head.size(), end.head);
        return read.emplace(bytes);
    }
    Times times() const {
        Times out;
        for (const auto& frame : read->frames) out.push_back(frame.at);
        return out;
    }
    // What is seen at that time.
    std::vector<std::uint32_t> seen(std::uint64_t at) const {
        ZmbvReader player(canvas.width, canvas.height);
        for (const auto& frame : read->frames)
            if (frame.at <= at) player.read(frame.bytes);
        return player.pixels;
    }
    std::uint32_t seen(std::uint64_t at, int x, int y) const {
        return seen(at)[static_cast<std::size_t>(y * canvas.width + x)];
    }

    DesktopSize canvas, shown;
    Film film;
    std::string bytes = film.begin();
    std::vector<std::uint32_t> pixels;
    std::optional<MatroskaReader> read;
};

constexpr DesktopSize text{720, 400};

TEST(Film, EachPictureIsThereFromItsTimeOn) {
    Made made(text);
    made.fill(0ms, text, 0xff102030);  // the highest byte is nobody's
    made.show(40ms, text, {10, 10, 5, 5}, 0x00ff00);
    made.show(500ms, text, {11, 11, 2, 2}, 0x0000ff);
    made.end(900ms);
    EXPECT_EQ(made.times(), (Times{0, 40, 500, 900}));
    EXPECT_EQ(made.read->duration, 900);
    EXPECT_EQ(made.read->title, "i-a");
    EXPECT_EQ(made.seen(39, 11, 11), 0x102030u);
    EXPECT_EQ(made.seen(499, 11, 11), 0x00ff00u);
    EXPECT_EQ(made.seen(500, 11, 11), 0x0000ffu);
    EXPECT_EQ(made.seen(900, 10, 10), 0x00ff00u);
}

// Players find their place by frames, and some show the time by them.
TEST(Film, ARestHasAFrameASecond) {
    Made made(text);
    made.fill(0ms, text, 1);
    made.fill(3500ms, text, 2);
    made.end(5s);
    EXPECT_EQ(made.times(), (Times{0, 1000, 2000, 3000, 3500, 4500, 5000}));
    EXPECT_EQ(made.seen(3000, 0, 0), 1u);
    EXPECT_EQ(made.seen(3500, 0, 0), 2u);
}

TEST(Film, AWeekOfRestIsNoWeekOfFrames) {
    Made made(text);
    made.fill(0ms, text, 1);
    made.end(24h * 7);
    EXPECT_LE(made.times().size(), 3700u);
    EXPECT_EQ(made.times().back(), 7u * 24 * 3600 * 1000);
}

// A cursor that blinks for an hour.
TEST(Film, AnHourOfATextConsoleIsSmall) {
    Made made(text);
    made.fill(0ms, text, 0x222222);
    for (int i = 1; i < 2000; ++i)
        made.show(Milliseconds(i), text, {i * 9 % 700, i / 80 * 16, 1 + i % 8, 1 + i * i % 15},
                  0xaaaaaa);
    for (int i = 1; i <= 7200; ++i)
        made.show(2s + i * 500ms, text, {0, 384, 9, 2}, i % 2 ? 0xaaaaaa : 0u);
    made.end(3602s);
    EXPECT_LT(made.bytes.size(), 600'000u);
    int since = 0, most = 0;
    for (const auto& frame : made.read->frames)
        most = std::max(most, since = frame.key ? 0 : since + 1);
    EXPECT_LT(most, 1200) << "from where a player has to begin";
    EXPECT_EQ(made.read->cues.size(),
              static_cast<std::size_t>(std::ranges::count_if(made.read->frames, &Frame::key)));
}

TEST(Film, WhatComesAgainAsItWasIsNoFrame) {
    Made made(text);
    made.fill(0ms, text, 7);
    for (int i = 1; i < 20; ++i) made.fill(i * 40ms, text, 7);
    made.end(800ms);
    EXPECT_EQ(made.times(), (Times{0, 800}));
}

// A boot: the text mode, a graphical one, a mode that is higher and less wide.
TEST(Film, ASmallerPictureStandsInTheMiddleOfBlack) {
    const DesktopSize wide{800, 300}, high{640, 480};
    Made made({800, 480});
    made.fill(0ms, wide, 0x111111);
    made.fill(100ms, high, 0x222222);
    made.fill(200ms, {640, 470}, 0x333333);
    made.end(300ms);
    EXPECT_EQ(made.seen(0, 0, 90), 0x111111u);
    EXPECT_EQ(made.seen(0, 799, 389), 0x111111u);
    EXPECT_EQ(made.seen(0, 0, 89), 0u);
    EXPECT_EQ(made.seen(0, 799, 390), 0u);
    EXPECT_EQ(made.seen(100, 79, 0), 0u) << "of the size before nothing is left";
    EXPECT_EQ(made.seen(100, 80, 0), 0x222222u);
    EXPECT_EQ(made.seen(100, 719, 479), 0x222222u);
    EXPECT_EQ(made.seen(100, 720, 479), 0u);
    EXPECT_EQ(made.seen(200, 80, 4), 0u);
    EXPECT_EQ(made.seen(200, 80, 5), 0x333333u);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_TRUE(made.read->frames[i].key) << i;
}

// Another decoder's, or of a size that is the same: what there was counts no more.
TEST(Film, APictureThatBeginsAnewIsAKey) {
    Made made(text);
    made.fill(0ms, text, 5);
    made.show(100ms, text, {0, 0, 10, 10}, 6, true);
    made.end(200ms);
    EXPECT_TRUE(made.read->frames[1].key);
    EXPECT_EQ(made.seen(100, 0, 0), 6u);
    EXPECT_EQ(made.seen(100, 10, 10), 0u);
}

// A recording may lie about its sizes.
TEST(Film, WhatIsBeyondTheLargestIsCutOff) {
    Made made({64, 48});
    made.fill(0ms, {100, 30}, 0x444444);
    made.fill(50ms, {32, 100}, 0x555555);
    made.end(60ms);
    EXPECT_EQ(made.seen(0, 63, 9), 0x444444u);
    EXPECT_EQ(made.seen(0, 63, 8), 0u);
    EXPECT_EQ(made.seen(50, 16, 47), 0x555555u);
    EXPECT_EQ(made.seen(50, 15, 47), 0u);
}

}  // namespace
}  // namespace ecsview::video
