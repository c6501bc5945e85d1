// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/cell_width.h"

#include <gtest/gtest.h>

namespace ecsview {
namespace {

TEST(CellWidthTest, WideOnesAndMarks) {
    EXPECT_EQ(cell_width(U'a'), 1);
    EXPECT_EQ(cell_width(U'\u00eb'), 1);
    EXPECT_EQ(cell_width(U'\u7f51'), 2);
    EXPECT_EQ(cell_width(U'\uff01'), 2);
    EXPECT_EQ(cell_width(U'\U0001f600'), 2);
    EXPECT_EQ(cell_width(U'\u0301'), 0);
    EXPECT_EQ(cell_width(U'\u200d'), 0);
    EXPECT_EQ(cell_width(U'\ufe0f'), 0);
    // The ends of a block, and what stands beside it.
    EXPECT_EQ(cell_width(U'\u10ff'), 1);
    EXPECT_EQ(cell_width(U'\u1100'), 2);
    EXPECT_EQ(cell_width(U'\u115f'), 2);
    EXPECT_EQ(cell_width(U'\u1160'), 1);
}

TEST(CellWidthTest, OfAText) {
    EXPECT_EQ(cell_width(std::string_view("")), 0);
    EXPECT_EQ(cell_width(std::string_view("e\u0301\u7f51\xff")), 4);
}

TEST(CellWidthTest, CutsWhatDoesNotFit) {
    EXPECT_EQ(cut_to_cells("abc", 3), "abc");
    EXPECT_EQ(cut_to_cells("abcd", 3), "ab\u2026");
    EXPECT_EQ(cut_to_cells("\u7f51\u7f51", 4), "\u7f51\u7f51");
    EXPECT_EQ(cut_to_cells("\u7f51\u7f51", 3), "\u7f51\u2026");
    EXPECT_EQ(cut_to_cells("a\u7f51\u7f51", 3), "a\u2026");  // half a character is none
    EXPECT_EQ(cut_to_cells("e\u0301bc", 2), "e\u0301\u2026");
    EXPECT_EQ(cut_to_cells("abc", 1), "\u2026");
    EXPECT_EQ(cut_to_cells("abc", 0), "");
}

}  // namespace
}  // namespace ecsview
