// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/wall/wall_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(WallWords, SayHowManyAreLive) {
    EXPECT_EQ(report_of({9, 8}), "9 consoles: 8 live");
    EXPECT_EQ(report_of({1, 0}), "1 console: 0 live");
}

TEST(WallWords, OfferWhatThereIs) {
    Behaviour behaviour;
    EXPECT_EQ(footer_of({2, 1}, false, behaviour, {}),
              "Click or Enter: one console \u00b7 A: type to all \u00b7 F: full screen \u00b7 2 "
              "consoles: 1 live");
    behaviour.view_only = true;
    EXPECT_THAT(footer_of({2, 1}, false, behaviour, {}), Not(HasSubstr("type to all")));
    behaviour.kiosk = true;
    EXPECT_THAT(footer_of({2, 1}, false, behaviour, {}), Not(HasSubstr("full screen")));
}

TEST(WallWords, SayHowTypingToAllEnds) {
    Hotkeys hotkeys;
    EXPECT_EQ(footer_of({9, 8}, true, {}, hotkeys),
              "What you type goes to all 8 consoles that are live. Ctrl+Alt+M or a click ends it.");
    hotkeys = *Hotkeys::parse("none");
    EXPECT_THAT(footer_of({9, 8}, true, {}, hotkeys), HasSubstr("live. A click ends it."));
}

}  // namespace
}  // namespace ecsview::ui
