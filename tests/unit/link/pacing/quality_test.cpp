// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/pacing/quality.h"

#include <gtest/gtest.h>

#include "rfb/offer.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;
using screen::DesktopRect;

constexpr DesktopRect whole{0, 0, 1200, 800};
constexpr DesktopRect exact{};
constexpr double thin = 0.5e6, wide = 4e6;

// A line of so many bytes a second, whose bytes come in pieces.
struct Line {
    explicit Line(bool may_lose = true) : quality(may_lose) {}

    void bytes(double rate, Quality::Duration time, Quality::Duration apart = 4ms) {
        const auto piece =
            static_cast<std::size_t>(rate * std::chrono::duration<double>(apart).count());
        for (const auto end = now + time; now < end; now += apart) quality.received(piece, now);
    }
    void picture(double rate, Quality::Duration time) {
        now += 1s;
        bytes(rate, time);
    }
    void jpeg(const DesktopRect& area = whole) { quality.lossy(area, true, now); }
    void mended(const DesktopRect& left) { quality.lossy(left, false, now); }
    std::optional<DesktopRect> due(bool waits = false) { return quality.due(now, waits); }
    // On a thin line, with a picture that JPEG drew and that has rested.
    void rest() {
        picture(thin, 1s);
        jpeg();
        now += 600ms;
    }
    // The first piece has come, and what is below it is left.
    DesktopRect come(const DesktopRect& piece) {
        DesktopRect left = whole;
        left.y = piece.bottom();
        left.height = whole.bottom() - left.y;
        mended(left);
        return left;
    }

    Quality quality;
    Quality::TimePoint now{1h};
};

// --- the line ---

TEST(Quality, BeginsWithoutLoss) {
    EXPECT_FALSE(Line().quality.level());
}

TEST(Quality, AQuarterOfASecondOfBytesShowsAThinLine) {
    Line line;
    line.picture(thin, 200ms);
    EXPECT_FALSE(line.quality.level());
    line.picture(thin, 300ms);
    EXPECT_EQ(line.quality.level(), rfb::fine_quality);
}

TEST(Quality, AWideLineStaysAsItIs) {
    Line line;
    for (int i = 0; i < 10; ++i) line.picture(wide, 2s);
    EXPECT_FALSE(line.quality.level());
}

TEST(Quality, WhatMayLoseNothingIsOfferedNoJpeg) {
    Line line(false);
    line.picture(thin, 5s);
    EXPECT_FALSE(line.quality.level());
}

// QEMU's pictures on a line of any width: each is small, and comes at once.
TEST(Quality, PicturesThatFollowEachOtherAreNoThinLine) {
    Line line;
    for (int i = 0; i < 300; ++i, line.now += 30ms) {
        line.quality.received(10'000, line.now);
        line.quality.updated();
    }
    EXPECT_FALSE(line.quality.level());
}

// So does what a far server's TCP sends before it knows the line: more with each round trip.
TEST(Quality, ASlowStartIsNoThinLine) {
    Line line;
    for (std::size_t bytes = 14'000; bytes < 1'000'000; bytes *= 2, line.now += 200ms)
        line.quality.received(bytes, line.now);
    EXPECT_FALSE(line.quality.level());
}

TEST(Quality, LittleTellsNothing) {
    Line line;
    line.picture(10'000, 2s);
    EXPECT_FALSE(line.quality.level());
}

TEST(Quality, APictureShowsALineOnWhichSegmentsAreFarApart) {
    Line line;
    line.now += 1s;
    line.bytes(60'000, 900ms, 24ms);
    line.quality.updated();
    EXPECT_FALSE(line.quality.level());
    line.bytes(60'000, 1100ms, 24ms);
    EXPECT_EQ(line.quality.level(), rfb::coarse_quality);
}

TEST(Quality, WhatCameAfterAPauseOfOursTellsNothing) {
    Line line;
    line.now += 1s;
    for (int i = 0; i < 20; ++i) {
        line.bytes(thin, 100ms);
        line.quality.held();
    }
    EXPECT_FALSE(line.quality.level());
}

TEST(Quality, ALineThatIsWideAfterAllLosesNothing) {
    Line line;
    line.picture(thin, 1s);
    line.quality.widened();
    EXPECT_FALSE(line.quality.level());
    line.picture(thin, 1s);
    EXPECT_EQ(line.quality.level(), rfb::fine_quality);
}

TEST(Quality, BetweenTheLevelsItStaysAsItIs) {
    Line line;
    line.picture(80e3, 2s);
    EXPECT_EQ(line.quality.level(), rfb::coarse_quality);
    line.picture(150e3, 2s);
    EXPECT_EQ(line.quality.level(), rfb::coarse_quality);
    line.picture(250e3, 2s);
    EXPECT_EQ(line.quality.level(), rfb::fine_quality);
    line.picture(150e3, 2s);
    EXPECT_EQ(line.quality.level(), rfb::fine_quality);
}

// --- the picture ---

TEST(Quality, AnExactPictureNeedsNothing) {
    Line line;
    line.picture(thin, 5s);
    line.now += 1h;
    EXPECT_FALSE(line.due());
    EXPECT_FALSE(line.quality.next());
}

TEST(Quality, WhatRestsIsMendedFromItsTopWithoutLoss) {
    Line line;
    line.picture(thin, 1s);
    line.jpeg();
    line.now += 599ms;
    EXPECT_FALSE(line.due());
    EXPECT_EQ(line.quality.next(), line.now + 1ms);
    EXPECT_TRUE(line.quality.level());
    line.now += 1ms;
    const auto piece = line.due();
    ASSERT_TRUE(piece);
    EXPECT_FALSE(line.quality.level());
    EXPECT_EQ((DesktopRect{piece->x, piece->y, piece->width, 0}), (DesktopRect{0, 0, 1200, 0}));
    EXPECT_GE(piece->height, 50);
    EXPECT_LE(piece->height, 60) << "0.4 s of 3 bytes a pixel";
    EXPECT_FALSE(line.due()) << "one is out";
}

TEST(Quality, PieceByPieceUntilAllIsExact) {
    Line line;
    line.rest();
    auto piece = line.due();
    int pieces = 0;
    while (piece && ++pieces < 100) {
        const auto left = line.come(*piece);
        if (left.height == 0) line.mended(exact);
        piece = line.due();
    }
    EXPECT_EQ(pieces, 15);
    EXPECT_FALSE(line.quality.next());
    EXPECT_EQ(line.quality.level(), rfb::fine_quality) << "for the next picture";
}

TEST(Quality, OfALineOfWhichNothingIsKnownAllIsAskedFor) {
    Line line;
    line.jpeg();
    line.now += 1s;
    EXPECT_EQ(line.due(), whole);
}

TEST(Quality, OnAVeryThinLineAPieceHasAFewRows) {
    Line line;
    line.picture(30e3, 3s);
    line.jpeg();
    line.now += 600ms;
    EXPECT_EQ(line.due(), (DesktopRect{0, 0, 1200, 16}));
}

TEST(Quality, EachJpegPutsItOff) {
    Line line;
    line.picture(thin, 1s);
    for (int i = 0; i < 20; ++i, line.now += 500ms) {
        line.jpeg();
        EXPECT_FALSE(line.due());
    }
    line.now += 100ms;
    EXPECT_TRUE(line.due());
}

// Xvnc mends by itself: it is left alone as long as it does.
TEST(Quality, AServerThatMendsByItselfIsLeftAlone) {
    Line line;
    line.picture(thin, 1s);
    line.jpeg();
    for (int y = 50; y < 800; y += 50, line.now += 500ms) {
        line.mended({0, y, 1200, 800 - y});
        EXPECT_FALSE(line.due());
    }
    line.mended(exact);
    line.now += 1h;
    EXPECT_FALSE(line.due());
}

TEST(Quality, APersonEndsItUntilItRestsAgain) {
    Line line;
    line.rest();
    EXPECT_FALSE(line.quality.minds_input());
    const auto piece = line.due();
    EXPECT_TRUE(line.quality.minds_input());
    line.quality.input(line.now);
    EXPECT_EQ(line.quality.level(), rfb::fine_quality);
    line.come(*piece);
    EXPECT_FALSE(line.due());
    line.now += 600ms;
    EXPECT_TRUE(line.due());
}

TEST(Quality, MoreBytesThanAPieceCanHaveAreAChange) {
    Line line;
    line.rest();
    auto piece = line.due();
    line.quality.received(4u * 1200 * 60, line.now);
    line.come(*piece);
    piece = line.due();
    ASSERT_TRUE(piece);
    line.quality.received(4u * 1232 * 100, line.now);
    line.come(*piece);
    EXPECT_FALSE(line.due());
    EXPECT_EQ(line.quality.level(), rfb::fine_quality);
}

TEST(Quality, AServerThatGoesOnWithJpegIsAskedLessAndLessAndThenNoMore) {
    Line line;
    line.picture(thin, 1s);
    line.jpeg();
    int asked = 0;
    for (auto rest = 600ms; asked < 5; rest *= 2, ++asked) {
        line.now += rest - 1ms;
        EXPECT_FALSE(line.due()) << asked;
        line.now += 1ms;
        EXPECT_TRUE(line.due()) << asked;
        line.jpeg();
    }
    line.now += 1h;
    EXPECT_FALSE(line.due());
    EXPECT_FALSE(line.quality.next());
    line.mended(exact);
    line.jpeg();
    line.now += 600ms;
    EXPECT_TRUE(line.due()) << "it has mended after all";
}

TEST(Quality, AServerThatDoesNotAnswerAPieceIsAskedNoMore) {
    Line line;
    line.rest();
    int asked = 0;
    while (const auto next = line.quality.next()) {
        line.now = *next;
        asked += line.due().has_value();
        ASSERT_LE(asked, 5);
    }
    EXPECT_EQ(asked, 5);
    EXPECT_TRUE(line.quality.level()) << "the next picture need not wait";
}

TEST(Quality, AWindowThatTakesNoPicturesIsNoSilentServer) {
    Line line;
    line.rest();
    line.due();
    for (int i = 0; i < 100; ++i, line.now += 10s) EXPECT_FALSE(line.due(true));
    line.come({0, 0, 1200, 50});
    EXPECT_TRUE(line.due());
}

TEST(Quality, InAPictureOfAnotherSizeNothingIsLossy) {
    Line line;
    line.rest();
    line.due();
    line.quality.resized();
    EXPECT_FALSE(line.quality.next());
    EXPECT_EQ(line.quality.level(), rfb::fine_quality);
}

}  // namespace
}  // namespace ecsview::link
