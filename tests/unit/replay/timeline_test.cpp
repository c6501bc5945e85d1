// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay/timeline.h"

#include <gtest/gtest.h>

namespace ecsview::replay {
namespace {

using namespace std::chrono_literals;
using Numbers = std::vector<std::size_t>;

const Timeline::TimePoint start = Timeline::TimePoint{} + 1000s;

// Keys at 0, 20 and 40 s; changes each 5 s; the end at 60 s.
std::vector<Mark> marks() {
    std::vector<Mark> out;
    for (int i = 0; i <= 12; ++i)
        out.push_back({std::chrono::seconds(5 * i), i % 4 == 0 && i < 12});
    return out;
}

struct Shown {
    Timeline line{marks()};

    Numbers until(std::chrono::milliseconds now) {
        Numbers said;
        while (const auto block = line.next(start + now)) said.push_back(*block);
        return said;
    }
    std::chrono::milliseconds at(std::chrono::milliseconds now) const {
        return line.state(start + now).at;
    }
};

TEST(Timeline, SaysEachBlockAtItsTime) {
    Shown shown;
    EXPECT_EQ(shown.until(0s), (Numbers{0}));
    EXPECT_EQ(shown.line.due(), start + 5s);
    EXPECT_EQ(shown.until(4999ms), Numbers{});
    EXPECT_EQ(shown.until(5s), (Numbers{1}));
    EXPECT_EQ(shown.until(16s), (Numbers{2, 3}));
    EXPECT_EQ(shown.at(16s), 16s);
    EXPECT_FALSE(shown.line.state(start + 16s).paused);
    EXPECT_EQ(shown.until(100s).back(), 12u);
    EXPECT_EQ(shown.line.due(), std::nullopt);
    const auto end = shown.line.state(start + 100s);
    EXPECT_EQ(end.at, 60s);
    EXPECT_EQ(end.length, 60s);
    EXPECT_TRUE(end.paused) << "there is nothing more";
}

TEST(Timeline, BeginsWhenItIsFirstAsked) {
    Shown shown;
    EXPECT_EQ(shown.at(30s), 0s);
    EXPECT_EQ(shown.line.due(), std::nullopt);
    EXPECT_EQ(shown.until(30s), (Numbers{0}));
    EXPECT_EQ(shown.line.due(), start + 35s);
}

// The recorder began some time before there was a picture.
TEST(Timeline, HasAPictureFromTheBeginningOn) {
    Timeline line({{3s, true}, {5s, false}});
    EXPECT_EQ(line.next(start), 0u);
    EXPECT_EQ(line.next(start), std::nullopt);
    EXPECT_EQ(line.due(), start + 5s);
    line.toggle_pause(start + 5s);
    line.seek(0s, start + 6s);
    EXPECT_EQ(line.next(start + 6s), 0u);
}

TEST(Timeline, StandsStillWhilePaused) {
    Shown shown;
    shown.until(7s);
    shown.until(8s);
    shown.line.toggle_pause(start + 8s);
    EXPECT_TRUE(shown.line.state(start + 50s).paused);
    const auto paused_at = shown.at(50s);
    EXPECT_EQ(shown.until(50s), Numbers{});
    EXPECT_EQ(shown.line.due(), std::nullopt);
    shown.line.toggle_pause(start + 50s);
    EXPECT_EQ(shown.at(50s), paused_at);
    EXPECT_EQ(shown.at(51s), paused_at + 1s);
}

TEST(Timeline, GoesBackToAKey) {
    Shown shown;
    shown.until(0s);
    shown.until(33s);
    shown.line.seek(27s, start + 33s);
    EXPECT_EQ(shown.at(33s), 27s);
    EXPECT_EQ(shown.until(33s), (Numbers{4, 5}));
    EXPECT_EQ(shown.line.due(), start + 36s);
}

TEST(Timeline, GoesOnFromHereIfNoKeyIsNearer) {
    Shown shown;
    shown.until(0s);
    shown.until(6s);
    shown.line.seek(18s, start + 6s);
    EXPECT_EQ(shown.until(6s), (Numbers{2, 3}));
    shown.line.seek(44s, start + 6s);
    EXPECT_EQ(shown.until(6s), (Numbers{8})) << "from the key at 40 s";
}

// A place from which nothing has to be said again.
TEST(Timeline, GoesBackWithinTheSameBlock) {
    Shown shown;
    shown.until(0s);
    shown.until(9s);
    shown.line.seek(6s, start + 9s);
    EXPECT_EQ(shown.until(9s), Numbers{});
    EXPECT_EQ(shown.at(9s), 6s);
    shown.line.seek(4s, start + 9s);
    EXPECT_EQ(shown.until(9s), (Numbers{0}));
}

TEST(Timeline, KnowsItsEnds) {
    Shown shown;
    shown.until(0s);
    shown.line.seek(-5s, start);
    EXPECT_EQ(shown.at(0s), 0s);
    shown.line.seek(1h, start);
    EXPECT_EQ(shown.at(0s), 60s);
    EXPECT_EQ(shown.until(0s), (Numbers{8, 9, 10, 11, 12}));
}

TEST(Timeline, ShowsThePictureOfAPlaceWhilePaused) {
    Shown shown;
    shown.until(0s);
    shown.line.toggle_pause(start + 1s);
    shown.line.seek(21s, start + 1s);
    EXPECT_EQ(shown.until(2s), (Numbers{4}));
    EXPECT_EQ(shown.at(9s), 21s);
}

TEST(Timeline, BeginsAnewFromItsEnd) {
    Shown shown;
    shown.until(0s);
    shown.until(70s);
    shown.line.toggle_pause(start + 70s);
    EXPECT_FALSE(shown.line.state(start + 70s).paused);
    EXPECT_EQ(shown.until(71s), (Numbers{0}));
    EXPECT_EQ(shown.at(71s), 1s);
    // Also when it was paused right there.
    shown.line.toggle_pause(start + 72s);
    shown.line.seek(1h, start + 72s);
    shown.line.toggle_pause(start + 73s);
    EXPECT_EQ(shown.at(74s), 1s);
}

TEST(Timeline, IsFasterThanItWas) {
    Shown shown;
    shown.until(0s);
    shown.line.set_speed(4, start + 2s);
    EXPECT_EQ(shown.at(3s), 6s);
    EXPECT_EQ(shown.until(3s), (Numbers{1}));
    EXPECT_EQ(shown.line.due(), start + 4s);
    EXPECT_EQ(shown.line.state(start).speed, 4);
    shown.line.set_speed(0, start + 3s);
    EXPECT_EQ(shown.at(4s), 7s);
}

TEST(Timeline, AnotherDecoderIsToldAllAgain) {
    Shown shown;
    shown.until(0s);
    shown.until(26s);
    shown.line.begin_anew(start + 26s);
    EXPECT_EQ(shown.until(26s), (Numbers{4, 5}));
}

}  // namespace
}  // namespace ecsview::replay
