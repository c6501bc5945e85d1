// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/timeline_text.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

TEST(ClockText, IsAsAPersonReadsIt) {
    EXPECT_EQ(clock_text(0ms), "0:00");
    EXPECT_EQ(clock_text(59'999ms), "0:59");
    EXPECT_EQ(clock_text(12min + 5s), "12:05");
    EXPECT_EQ(clock_text(1h + 2min + 3s), "1:02:03");
}

TEST(TimelineText, TellsWhereItIs) {
    EXPECT_EQ(text_of({0s, 300s, true, 1}),
              "Paused 0:00 of 5:00 [------------------------]  Space, arrows, T");
    EXPECT_EQ(text_of({150s, 300s, false, 4}),
              "Playing 2:30 of 5:00 [============------------] 4x  Space, arrows, T");
    EXPECT_EQ(text_of({0s, 0s, false, 1}).substr(0, 47),
              "Playing 0:00 of 0:00 [------------------------]");
}

}  // namespace
}  // namespace ecsview::ui
