// SPDX-License-Identifier: GPL-2.0-or-later
#include "video/matroska.h"

#include <gtest/gtest.h>

#include "matroska_reader.h"

namespace ecsview::video {
namespace {

using namespace std::chrono_literals;

// A file as it stands in the end.
struct Written {
    Matroska file{{720, 400}, "i-bp1 \xe6\x8e\xa7"};
    std::string bytes = file.begin();

    void frame(Milliseconds at, bool key, std::string_view content) {
        bytes += file.frame(at, key, content);
    }
    MatroskaReader end(Milliseconds length) {
        const auto end = file.end(length);
        EXPECT_EQ(end.head.size(), file.begin().size());
        bytes += end.tail;
        bytes.replace(0, end.head.size(), end.head);
        return MatroskaReader(bytes);
    }
};

TEST(Matroska, SaysWhatIsInIt) {
    Written written;
    written.frame(0ms, true, "key");
    const auto read = written.end(12'345ms);
    EXPECT_EQ(read.title, "i-bp1 \xe6\x8e\xa7");
    EXPECT_EQ(read.duration, 12'345);
    EXPECT_EQ(read.codec, "V_MS/VFW/FOURCC");
    EXPECT_EQ(read.codec_private.size(), 40u);
    EXPECT_EQ(read.codec_private.substr(16, 4), "ZMBV");
    EXPECT_EQ(read.width, 720u);
    EXPECT_EQ(read.height, 400u);
    ASSERT_EQ(read.places.size(), 3u);
    for (const auto& [id, at] : read.places) EXPECT_EQ(at, read.found.at(id)) << std::hex << id;
}

TEST(Matroska, EachFrameHasItsTime) {
    Written written;
    std::vector<Frame> wanted;
    std::uint64_t at = 0;
    for (int i = 0; i < 500; ++i, at += static_cast<unsigned>(i * 37 % 1900)) {
        const bool key = i % 100 == 0;
        wanted.push_back({at, key, std::string(static_cast<std::size_t>(i * 13 % 700), 'x'), 0});
        written.frame(Milliseconds(at), key, wanted.back().bytes);
    }
    const auto read = written.end(Milliseconds(at));
    ASSERT_EQ(read.frames.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        EXPECT_EQ(read.frames[i].at, wanted[i].at);
        EXPECT_EQ(read.frames[i].key, wanted[i].key);
        EXPECT_EQ(read.frames[i].bytes, wanted[i].bytes);
    }
}

// A cluster that begins with it is where a player goes.
TEST(Matroska, EachKeyHasACue) {
    Written written;
    for (int i = 0; i < 40; ++i)
        written.frame(Milliseconds(40 * i), i % 10 == 0, std::string(5000, 'k'));
    const auto read = written.end(1600ms);
    ASSERT_EQ(read.cues.size(), 4u);
    for (const auto& [time, cluster] : read.cues) {
        const auto first = std::ranges::find(read.frames, cluster, &Frame::cluster);
        ASSERT_NE(first, read.frames.end());
        EXPECT_TRUE(first->key);
        EXPECT_EQ(first->at, time);
    }
}

TEST(Matroska, AFrameMayComeHoursLater) {
    Written written;
    written.frame(0ms, true, "a");
    written.frame(30s, false, "b");
    written.frame(60'001ms, false, "c");
    written.frame(1000h, false, "d");
    const auto read = written.end(1000h);
    std::vector<std::uint64_t> times;
    for (const auto& frame : read.frames) times.push_back(frame.at);
    EXPECT_EQ(times, (std::vector<std::uint64_t>{0, 30'000, 60'001, 3'600'000'000}));
    EXPECT_EQ(read.duration, 3'600'000'000.0);
}

// What has been given back can be written: not more than a part of it waits here.
TEST(Matroska, LargeFramesAreOfMoreThanOneCluster) {
    Written written;
    std::size_t most = 0;
    for (int i = 0; i < 20; ++i) {
        const std::size_t before = written.bytes.size();
        written.frame(Milliseconds(10 * i), i == 0, std::string(300'000, 'l'));
        most = std::max(most, written.bytes.size() - before);
    }
    EXPECT_GT(written.bytes.size(), 4'000'000u);
    EXPECT_LT(most, 1'500'000u);
    EXPECT_EQ(written.end(200ms).frames.size(), 20u);
}

}  // namespace
}  // namespace ecsview::video
