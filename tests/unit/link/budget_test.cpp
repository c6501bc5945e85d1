// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/budget.h"

#include <gtest/gtest.h>

#include <random>

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;

constexpr auto boot = std::chrono::milliseconds(1h);

TEST(BudgetTest, TheWindowSlides) {
    Budget budget(60s, 3);
    for (const auto at : {boot, boot + 10s, boot + 20s}) {
        EXPECT_EQ(budget.wait(at), 0ms);
        budget.spend(at);
    }
    EXPECT_EQ(budget.wait(boot + 20s), 40s);
    EXPECT_EQ(budget.wait(boot + 59'999ms), 1ms);
    EXPECT_EQ(budget.wait(boot + 60s), 0ms);
    budget.spend(boot + 60s);
    EXPECT_EQ(budget.wait(boot + 60s), 10s);
}

TEST(BudgetTest, ItIsKeptAsText) {
    Budget one(60s, 2);
    one.spend(boot);
    one.spend(boot + 1s);
    EXPECT_EQ(one.text(boot + 1s), "3600000\n3601000\n");
    EXPECT_EQ(one.text(boot + 60s), "3601000\n");
    Budget other(60s, 2);
    other.read(one.text(boot + 1s), boot + 2s);
    EXPECT_EQ(other.wait(boot + 2s), 58s);
}

TEST(BudgetTest, WhatIsKnownStaysWhenTheTextIsGone) {
    Budget budget(60s, 1);
    budget.spend(boot);
    budget.read("", boot + 1s);
    EXPECT_EQ(budget.wait(boot + 1s), 59s);
    budget.read(budget.text(boot + 1s), boot + 1s);
    EXPECT_EQ(budget.text(boot + 1s), "3600000\n");
}

TEST(BudgetTest, TwoViewersAddUp) {
    Budget one(60s, 2), two(60s, 2);
    one.spend(boot);
    two.read(one.text(boot), boot);
    EXPECT_EQ(two.wait(boot + 1ms), 0ms);
    two.spend(boot + 1ms);
    one.read(two.text(boot + 1ms), boot + 2ms);
    EXPECT_EQ(one.wait(boot + 2ms), 60s - 2ms);
}

TEST(BudgetTest, RubbishAndTheFutureAreNoTimes) {
    Budget budget(60s, 1);
    budget.read("\n\nabc\n12x\n-5\n99999999999999999999999\n3660001\n9223372036854775807\n\0\xff",
                boot + 60s);
    EXPECT_EQ(budget.wait(boot + 60s), 0ms);
    budget.read("3659999", boot + 60s);
    EXPECT_EQ(budget.wait(boot + 60s), 60s - 1ms);
}

TEST(BudgetTest, AnythingMayBeInTheFile) {
    std::mt19937 dice(1);
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (auto n = dice() % 200; n > 0; --n) {
            constexpr char letters[] = "0123456789\n\n\n-3600000 x";
            text += letters[dice() % (sizeof letters - 1)];
        }
        Budget budget(60s, 20);
        budget.read(text, boot);
        EXPECT_LE(budget.wait(boot), 60s);
        budget.spend(boot);
    }
}

}  // namespace
}  // namespace ecsview::link
