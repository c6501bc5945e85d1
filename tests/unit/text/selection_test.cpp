// SPDX-License-Identifier: GPL-2.0-or-later
// What is marked on a page of text: the cells, their text, their place in the picture.
#include "text/selection.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace ecsview::text {
namespace {

using screen::DesktopRect;

// Cells of 8x16, the first at (3, 5).
Page page_of(std::vector<std::u32string> rows) {
    Page page;
    page.rows = static_cast<int>(rows.size());
    page.columns = static_cast<int>(rows[0].size());
    page.origin = {3, 5};
    page.cell = {8, 16};
    for (const auto& row : rows)
        for (const char32_t c : row) page.letters.push_back({c, 0xaaaaaa, 0});
    return page;
}

const Page page = page_of({
    U"one two   ",
    U"          ",
    U"  drei \u2502 4",
    U"          ",
});

std::string text_of(CellPlace from, CellPlace to, Shape shape = Shape::lines) {
    return read(page, {from, to, shape}).text;
}

TEST(Selection, LinesGoFromOneLetterToAnother) {
    EXPECT_EQ(text_of({4, 0}, {5, 2}), "two\n\n  drei");
    EXPECT_EQ(text_of({5, 2}, {4, 0}), "two\n\n  drei");  // marked backwards
    EXPECT_EQ(text_of({2, 0}, {2, 0}), "e");
    EXPECT_EQ(read(page, {{4, 0}, {5, 2}, Shape::lines}).lines, 3);
}

TEST(Selection, ARectangleHasTheSameColumnsOfEachRow) {
    EXPECT_EQ(text_of({2, 0}, {4, 2}, Shape::rectangle), "e t\n\ndre");
    EXPECT_EQ(text_of({4, 0}, {2, 2}, Shape::rectangle), "e t\n\ndre");
    EXPECT_EQ(text_of({2, 2}, {4, 0}, Shape::rectangle), "e t\n\ndre");
}

TEST(Selection, SpacesAtTheEndsOfLinesAreLeftOut) {
    EXPECT_EQ(text_of({0, 0}, {9, 0}), "one two");
    EXPECT_EQ(text_of({7, 0}, {9, 0}), "");
    EXPECT_EQ(text_of({0, 2}, {9, 2}), "  drei \u2502 4");  // those at their beginning are not
}

TEST(Selection, WhatNoFontKnowsIsCounted) {
    const Page strange = page_of({{U'a', unknown, U'b', unknown}});
    const Marked marked = read(strange, {{0, 0}, {2, 0}, Shape::lines});
    EXPECT_EQ(marked.text, "a\ufffdb");
    EXPECT_EQ(marked.unknown, 1);
}

TEST(Selection, PlacesOutsideAreTheNearestCells) {
    EXPECT_EQ(text_of({-4, -4}, {99, 99}), "one two\n\n  drei \u2502 4\n");
    EXPECT_EQ(within(page, {99, -1}), (CellPlace{9, 0}));
}

TEST(Selection, AllIsFromTheFirstLineWithALetterToTheLastLetter) {
    EXPECT_EQ(all_of(page), (Selection{{0, 0}, {9, 2}, Shape::lines}));
    EXPECT_EQ(all_of(page_of({U"   ", U" x ", U"   "})), (Selection{{0, 1}, {1, 1}, Shape::lines}));
    EXPECT_EQ(read(page_of({U"  "}), all_of(page_of({U"  "}))).text, "");
}

TEST(Selection, AWordIsBetweenSpaces) {
    EXPECT_EQ(word_at(page, {5, 0}), (Selection{{4, 0}, {6, 0}, Shape::lines}));
    EXPECT_EQ(word_at(page, {0, 0}), (Selection{{0, 0}, {2, 0}, Shape::lines}));
    EXPECT_EQ(word_at(page, {9, 2}), (Selection{{9, 2}, {9, 2}, Shape::lines}));
    EXPECT_EQ(word_at(page, {3, 0}), (Selection{{3, 0}, {3, 0}, Shape::lines}));  // a space
    const Page full = page_of({U"ab", U"cd", U"ef"});  // it ends with its line all the same
    EXPECT_EQ(word_at(full, {1, 1}), (Selection{{0, 1}, {1, 1}, Shape::lines}));
}

TEST(Selection, APixelBelongsToItsCell) {
    EXPECT_EQ(cell_at(page, {3, 5}), (CellPlace{0, 0}));
    EXPECT_EQ(cell_at(page, {10, 20}), (CellPlace{0, 0}));
    EXPECT_EQ(cell_at(page, {11, 21}), (CellPlace{1, 1}));
    EXPECT_EQ(cell_at(page, {0, 0}), (CellPlace{0, 0}));  // before the first
    EXPECT_EQ(cell_at(page, {5000, 5000}), (CellPlace{9, 3}));
}

TEST(Selection, ItsAreasAreThoseOfItsCells) {
    EXPECT_EQ(areas_of(page, {{8, 0}, {1, 2}, Shape::lines}),
              (std::vector<DesktopRect>{{3 + 64, 5, 16, 16}, {3, 21, 80, 16}, {3, 37, 16, 16}}));
    EXPECT_EQ(areas_of(page, {{1, 0}, {2, 1}, Shape::rectangle}),
              (std::vector<DesktopRect>{{11, 5, 16, 16}, {11, 21, 16, 16}}));
}

}  // namespace
}  // namespace ecsview::text
