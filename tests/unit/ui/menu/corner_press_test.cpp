// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/corner_press.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;
using Verdict = CornerPress::Verdict;

constexpr Area corner{750, 0, 50, 50};
const CornerPress::TimePoint start = CornerPress::TimePoint{} + 1h;

TEST(CornerPress, AFingerThatRestsOpensTheMenu) {
    CornerPress press;
    EXPECT_EQ(press.press(760, 10, corner, start), Verdict::hold);
    EXPECT_EQ(press.due(), start + CornerPress::rest);
    EXPECT_EQ(press.move(762, 12), Verdict::hold);
    EXPECT_EQ(press.wait(start + CornerPress::rest - 1ns), Verdict::pass);
    EXPECT_EQ(press.wait(start + CornerPress::rest), Verdict::open);
    EXPECT_FALSE(press.due());
    EXPECT_EQ(press.lift(), Verdict::pass);
    EXPECT_EQ(press.move(1, 1), Verdict::pass);
}

TEST(CornerPress, ATapIsTheGuests) {
    CornerPress press;
    press.press(760, 10, corner, start);
    EXPECT_EQ(press.lift(), Verdict::release);
    EXPECT_EQ(press.point().x, 760);
    EXPECT_EQ(press.point().y, 10);
    EXPECT_EQ(press.wait(start + 1h), Verdict::pass);
}

TEST(CornerPress, AStrokeOutOfTheCornerIsTheGuestsFromItsBeginning) {
    CornerPress press;
    press.press(760, 10, corner, start);
    EXPECT_EQ(press.move(749, 10), Verdict::release);
    EXPECT_EQ(press.point().x, 760);
    EXPECT_EQ(press.move(600, 10), Verdict::pass);
    EXPECT_EQ(press.lift(), Verdict::pass);
    EXPECT_EQ(press.wait(start + 1h), Verdict::pass);
}

TEST(CornerPress, ElsewhereNothingIsHeld) {
    CornerPress press;
    EXPECT_EQ(press.press(749, 10, corner, start), Verdict::pass);
    EXPECT_EQ(press.press(760, 50, corner, start), Verdict::pass);
    EXPECT_EQ(press.move(760, 10), Verdict::pass) << "a stroke into the corner is no press in it";
    EXPECT_FALSE(press.due());
}

TEST(CornerPress, CancelForgets) {
    CornerPress press;
    press.press(760, 10, corner, start);
    press.cancel();
    EXPECT_EQ(press.wait(start + 1h), Verdict::pass);
    EXPECT_EQ(press.lift(), Verdict::pass);
}

}  // namespace
}  // namespace ecsview::ui
