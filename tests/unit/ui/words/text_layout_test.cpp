// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/text_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <string_view>
#include <vector>

#include "ui/words/glyphs.h"

namespace ecsview::ui {
namespace {

using Lines = std::vector<std::u32string>;

TEST(Glyphs, CarriesWhatMessagesNeed) {
    for (const char32_t c :
         std::u32string_view(U"azAZ09~ é\u00b7…—“”→□✓中文连接断开密码重试，。（）"))
        EXPECT_FALSE(glyph_of(c).missing) << std::hex << static_cast<unsigned>(c);
    EXPECT_EQ(glyph_of(U'A').cells, 1);
    EXPECT_EQ(glyph_of(U'中').cells, 2);
}

// 鑫 is of level 2, ✓ is wide here though it is not of East Asia.
TEST(Glyphs, CarriesAllOfGb2312) {
    EXPECT_FALSE(glyph_of(U'啊').missing || glyph_of(U'座').missing) << "level 1: its ends";
    EXPECT_FALSE(glyph_of(U'亍').missing || glyph_of(U'齄').missing) << "level 2";
    EXPECT_FALSE(glyph_of(U'鑫').missing);
    for (const char32_t c : std::u32string_view(U"鑫✓，")) {
        EXPECT_EQ(glyph_of(c).cells, 2);
        EXPECT_EQ(cells_of(c), 2);
    }
}

TEST(Glyphs, TheHalvesOfAWideOneLieSideBySide) {
    // U+5341 is a cross: its horizontal stroke goes through both halves, without a gap.
    const auto rows = glyph_of(U'十').rows;
    const auto widest = std::ranges::max(rows, {}, [](auto row) { return std::popcount(row); });
    EXPECT_GE(std::popcount(widest), 13);
    EXPECT_EQ(std::countl_zero(widest) + std::popcount(widest) + std::countr_zero(widest), 16);
}

TEST(Glyphs, DrawsTheLettersThemselves) {
    // The middle stroke of H is the widest row; the dot of i stands apart.
    const Glyph h = glyph_of(U'H');
    EXPECT_EQ(h.rows[4], h.rows[13]);
    const Glyph space = glyph_of(U' ');
    for (const auto row : space.rows) EXPECT_EQ(row, 0);
    // U+4E00 is one horizontal stroke.
    int inked = 0;
    for (const auto row : glyph_of(U'一').rows) inked += row != 0;
    EXPECT_GE(inked, 1);
    EXPECT_LE(inked, 3);
}

TEST(Glyphs, AnUnknownCharacterIsABox) {
    const Glyph narrow = glyph_of(0x1d400), wide = glyph_of(0x20000);
    EXPECT_TRUE(narrow.missing && wide.missing);
    EXPECT_EQ(narrow.cells, 1);
    EXPECT_EQ(wide.cells, 2);
    EXPECT_EQ(cells_of(char32_t{0x20000}), 2);
    EXPECT_NE(narrow.rows[3], 0);
    EXPECT_TRUE(glyph_of(0x110000).missing);
}

TEST(Text, DecodesStrictly) {
    EXPECT_EQ(decode_text("aé中"), U"aé中");
    EXPECT_EQ(decode_text("a\xff\x1b[0m\tb\x7f\xc2\x85"), U"a\ufffd[0mb");
    EXPECT_EQ(decode_text("a\nb"), U"a\nb");
    EXPECT_EQ(cells_of(U"a中b"), 4);
}

TEST(Wrap, BreaksAtSpaces) {
    EXPECT_EQ(wrap(U"one two three", 7), (Lines{U"one two", U"three"}));
    EXPECT_EQ(wrap(U"one two three", 8), (Lines{U"one two", U"three"}));
    EXPECT_EQ(wrap(U"one two", 6), (Lines{U"one", U"two"}));
    EXPECT_EQ(wrap(U"one   two", 4), (Lines{U"one", U"two"}));
    EXPECT_EQ(wrap(U"exact", 5), (Lines{U"exact"}));
}

TEST(Wrap, BreaksLongWordsOnlyWhenItMust) {
    EXPECT_EQ(wrap(U"abcdefghij", 4), (Lines{U"abcd", U"efgh", U"ij"}));
    EXPECT_EQ(wrap(U"a bcdefg", 4), (Lines{U"a", U"bcde", U"fg"}));
}

TEST(Wrap, BreaksChineseAnywhereButForTheMarks) {
    EXPECT_EQ(wrap(U"连接已断开", 4), (Lines{U"连接", U"已断", U"开"}));
    EXPECT_EQ(wrap(U"连接已，断", 6), (Lines{U"连接", U"已，断"}));
    EXPECT_EQ(wrap(U"连接（断", 6), (Lines{U"连接", U"（断"}));
    EXPECT_EQ(wrap(U"连接\u201c断\u201d开", 5), (Lines{U"连接", U"\u201c断\u201d", U"开"}));
    EXPECT_EQ(wrap(U"ab中cd", 4), (Lines{U"ab中", U"cd"}));
    EXPECT_EQ(wrap(U"中", 2), (Lines{U"中"}));
}

TEST(Wrap, KeepsNewlines) {
    EXPECT_EQ(wrap(U"a\nb", 9), (Lines{U"a", U"b"}));
    EXPECT_EQ(wrap(U"a\n\nb", 9), (Lines{U"a", U"", U"b"}));
    EXPECT_EQ(wrap(U"", 9), Lines{});
}

TEST(Wrap, EndsForEveryWidth) {
    const std::u32string text = U"The console is in use 控制台正在使用（稍后重试）。 next,word";
    for (int columns = -3; columns < 70; ++columns)
        for (const auto& line : wrap(text, columns))
            EXPECT_LE(cells_of(line), std::max(columns, 2) + 2) << columns;
}

TEST(DrawText, StaysInsideTheCanvas) {
    std::vector<std::uint32_t> pixels(40 * 40, 1);
    const Canvas canvas{pixels.data() + 10 * 40 + 10, 20, 20, 40};
    draw_text(canvas, -5, -5, U"████中文", 3, opaque(0xffffff));
    draw_text(canvas, 15, 15, U"W中", 2, opaque(0xffffff));
    int outside = 0, inside = 0;
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x) {
            const bool in = x >= 10 && x < 30 && y >= 10 && y < 30;
            (in ? inside : outside) += pixels[static_cast<std::size_t>(y * 40 + x)] != 1;
        }
    EXPECT_EQ(outside, 0);
    EXPECT_GT(inside, 0);
}

TEST(DrawText, ScalesByWholePixels) {
    std::vector<std::uint32_t> one(8 * 16), two(16 * 32);
    draw_text({one.data(), 8, 16, 8}, 0, 0, U"R", 1, opaque(0xffffff));
    draw_text({two.data(), 16, 32, 16}, 0, 0, U"R", 2, opaque(0xffffff));
    EXPECT_GT(std::count(one.begin(), one.end(), 0xffffffu), 20) << "an R has some ink";
    for (std::size_t y = 0; y < 32; ++y)
        for (std::size_t x = 0; x < 16; ++x) EXPECT_EQ(two[y * 16 + x], one[y / 2 * 8 + x / 2]);
}

TEST(TextLayoutTest, CutsWhatDoesNotFit) {
    EXPECT_EQ(cut(U"abc", 3), U"abc");
    EXPECT_EQ(cut(U"abcd", 3), U"ab\u2026");
    EXPECT_EQ(cut(U"\u7f51\u7ad9", 4), U"\u7f51\u7ad9");
    EXPECT_EQ(cut(U"\u7f51\u7ad9", 3), U"\u7f51\u2026");
    EXPECT_EQ(cut(U"a\u7f51\u7ad9", 3), U"a\u2026");
    EXPECT_EQ(cut(U"abc", 0), U"");
    EXPECT_EQ(cut(U"", 0), U"");
    EXPECT_EQ(cut(U"abc", -1), U"");
}

}  // namespace
}  // namespace ecsview::ui
