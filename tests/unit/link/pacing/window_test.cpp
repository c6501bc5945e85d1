// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/pacing/window.h"

#include <gtest/gtest.h>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;

struct Line {
    // Asks as often as the window lets for so long, each answer taking as long as told.
    void run(Window::Duration round_trip, Window::Duration span) {
        for (const auto end = now + span; now < end; now += 1ms) {
            while (window.oldest() && now - *window.oldest() >= round_trip) window.answered(now);
            if (window.room(now)) window.sent(now);
        }
    }
    Window window;
    Window::TimePoint now{1h};
};

TEST(Window, OpensUntilOneGoesEvery20Milliseconds) {
    Line line;
    line.run(200ms, 2s);
    EXPECT_EQ(line.window.size(), 13);
    EXPECT_EQ(line.window.base(), Window::Duration(200ms));
}

TEST(Window, AnotherOnesQueueLeavesTwoPairs) {
    Line line;
    line.run(100ms, 2s);
    line.run(1500ms, 8s);
    EXPECT_EQ(line.window.size(), 2);
}

TEST(Window, ALongerWayIsLearnedInTime) {
    Line line;
    line.run(100ms, 2s);
    line.run(300ms, 30s);
    EXPECT_EQ(line.window.base(), Window::Duration(300ms));
    EXPECT_GT(line.window.size(), 10);
}

TEST(Window, AShorterWayIsLearnedAtOnce) {
    Line line;
    line.run(300ms, 2s);
    line.run(50ms, 1s);
    EXPECT_EQ(line.window.base(), Window::Duration(50ms));
}

TEST(Window, NeverHasMorePairsOutThanItsBound) {
    Line line;
    line.run(10s, 200s);
    EXPECT_LE(line.window.out(), Window::most);
}

TEST(Window, AnAnswerToNothingIsNone) {
    Window window;
    EXPECT_FALSE(window.answered(Window::TimePoint(1h)));
    EXPECT_FALSE(window.base());
}

}  // namespace
}  // namespace ecsview::link
