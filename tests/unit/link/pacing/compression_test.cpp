// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/pacing/compression.h"

#include <gtest/gtest.h>

#include "rfb/offer.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;

// Bursts a second apart on lines of so many bytes a second, in pieces of a millisecond.
struct Line {
    void burst(double rate, std::size_t bytes = 100'000) {
        now += 1s;
        const auto piece = static_cast<std::size_t>(rate / 1000);
        for (std::size_t sent = 0; sent < bytes; sent += piece, now += 1ms)
            compression.received(piece, now);
    }
    void bursts(int count, double rate, std::size_t bytes = 100'000) {
        for (int i = 0; i < count; ++i) burst(rate, bytes);
        now += 1s;
        compression.received(1, now);  // the burst before it is over
    }
    int level() const { return compression.level(); }

    Compression compression;
    Compression::TimePoint now{1h};
};

constexpr double wide = 4e6, between = 1.5e6, thin = 0.5e6;

TEST(Compression, BeginsAsOnAThinLine) {
    EXPECT_EQ(Line().level(), rfb::compress_level);
}

TEST(Compression, ThreeBurstsShowAWideLine) {
    Line line;
    line.bursts(2, wide);
    EXPECT_EQ(line.level(), rfb::compress_level);
    line.bursts(1, wide);
    EXPECT_EQ(line.level(), rfb::quick_level);
}

TEST(Compression, WhatComesAtOnceWasSentOnAWideLine) {
    Line line;
    for (int i = 0; i < 4; ++i, line.now += 1s) line.compression.received(30'000, line.now);
    EXPECT_EQ(line.level(), rfb::quick_level);
}

// Whoever reads may be late for the last of them.
TEST(Compression, NearlyAllAtOnceIsWideToo) {
    Line line;
    for (int i = 0; i < 4; ++i, line.now += 1s) {
        line.compression.received(30'000, line.now);
        line.compression.received(100, line.now + 5ms);
    }
    EXPECT_EQ(line.level(), rfb::quick_level);
}

TEST(Compression, LittleTellsNothing) {
    Line line;
    line.bursts(100, wide, 20'000);
    EXPECT_EQ(line.level(), rfb::compress_level);
}

TEST(Compression, OneThinBurstIsEnoughToSpareTheLine) {
    Line line;
    line.bursts(3, wide);
    line.bursts(1, thin);
    EXPECT_EQ(line.level(), rfb::compress_level);
}

TEST(Compression, AThinBurstBetweenBeginsTheCountAnew) {
    Line line;
    line.bursts(2, wide);
    line.bursts(1, thin);
    line.bursts(2, wide);
    EXPECT_EQ(line.level(), rfb::compress_level);
    line.bursts(1, wide);
    EXPECT_EQ(line.level(), rfb::quick_level);
}

TEST(Compression, BetweenTheTwoNothingChanges) {
    Line line;
    line.bursts(100, between);
    EXPECT_EQ(line.level(), rfb::compress_level);
    line.bursts(3, wide);
    line.bursts(100, between);
    EXPECT_EQ(line.level(), rfb::quick_level);
}

TEST(Compression, ALineThatSwingsIsSparedLongerEachTime) {
    Line line;
    for (const int wanted : {3, 6, 12, 24, 48, 96, 96}) {
        line.bursts(wanted - 1, wide);
        EXPECT_EQ(line.level(), rfb::compress_level);
        line.bursts(1, wide);
        EXPECT_EQ(line.level(), rfb::quick_level);
        line.bursts(1, thin);
    }
}

TEST(Compression, SegmentsOfAThinLineAreOneBurst) {
    Line line;
    line.bursts(3, wide);
    line.now += 1s;
    for (int i = 0; i < 40; ++i, line.now += 6ms) line.compression.received(1448, line.now);
    line.now += 1ms;
    line.compression.received(1, line.now);
    EXPECT_EQ(line.level(), rfb::compress_level);
}

}  // namespace
}  // namespace ecsview::link
