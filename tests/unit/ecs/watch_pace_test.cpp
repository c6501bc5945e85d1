// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/watch_pace.h"

#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

using namespace std::chrono_literals;

class WatchPaceTest : public testing::Test {
protected:
    WatchPaceTest() { pace.attended(start); }
    WatchPace::TimePoint::duration after(int questions, bool refused = false,
                                         WatchPace::Milliseconds not_before = 0ms) {
        pace.asked(questions, refused, not_before, start);
        return pace.next() - start;
    }

    const WatchPace::TimePoint start{1000h};
    WatchPace pace;
};

TEST_F(WatchPaceTest, NoMoreThanThirtyQuestionsAMinute) {
    EXPECT_EQ(after(0), 10s);
    EXPECT_EQ(after(1), 10s);
    EXPECT_EQ(after(5), 10s);
    EXPECT_EQ(after(6), 12s);
    EXPECT_EQ(after(31), 62s);
}

TEST_F(WatchPaceTest, ARefusalDoublesThePauseUntilOneIsAnswered) {
    EXPECT_EQ(after(1, true), 20s);
    EXPECT_EQ(after(1, true), 40s);
    EXPECT_EQ(after(1), 10s);
    EXPECT_EQ(after(1, true), 20s);
    for (int i = 0; i < 50; ++i) after(1, true);
    EXPECT_EQ(after(1, true), 300s);
    EXPECT_EQ(after(200, true), 400s);  // what many questions need is not made less
    EXPECT_EQ(after(1, true, 3600s), 3600s);
    EXPECT_EQ(after(1, false, 15s), 15s);
}

TEST_F(WatchPaceTest, WithNobodyThereItIsMoreSeldom) {
    pace.attended(start - 589s);
    EXPECT_EQ(after(1), 10s + 0s);
    pace.attended(start - 590s);
    EXPECT_EQ(after(1), 60s);
    EXPECT_EQ(after(50), 100s);
    pace.attended(start);
    EXPECT_EQ(pace.next() - start, 100s);
}

TEST_F(WatchPaceTest, AllRegionsNowAndThen) {
    EXPECT_TRUE(pace.whole_due(start));
    pace.asked_all(start);
    EXPECT_FALSE(pace.whole_due(start + 299s));
    EXPECT_TRUE(pace.whole_due(start + 300s));
}

}  // namespace
}  // namespace ecsview::ecs
