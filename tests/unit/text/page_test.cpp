// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/page.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <algorithm>
#include <random>

#include "drawn_screen.h"

namespace ecsview::text {
namespace {

const std::vector<Font>& fonts() {
    static const auto all = console_fonts();
    return all;
}

const Font& font(std::string_view name = "PC 8x16") {
    return font_named(fonts(), name);
}

std::string text_of(const DrawnScreen& screen) {
    const auto page = read_page(screen.picture());
    return page ? page->plain() : "no text";
}

// --- every font, exactly -----------------------------------------------------------------------

class EachFontTest : public testing::TestWithParam<std::size_t> {
protected:
    const Font& font() const { return fonts().at(GetParam()); }

    // Printable ASCII everywhere, in colours, and an underline's cursor on a letter.
    Page random_page(int columns, int rows) {
        static constexpr std::uint32_t colours[] = {0x000000, 0xaa0000, 0x00aa00, 0x0000aa,
                                                    0xaaaaaa, 0xffffff, 0x123456};
        Page page{columns, rows, {}};
        for (int n = 0; n < columns * rows; ++n) {
            const auto paper = colours[dice(7) < 5 ? 0 : dice(7)];
            std::uint32_t ink = colours[dice(7)];
            while (ink == paper) ink = colours[dice(7)];
            page.letters.push_back({static_cast<char32_t>(0x20 + dice(95)), ink, paper});
        }
        return page;
    }
    DrawnScreen drawn(const Page& page, int cell_width) const {
        DrawnScreen screen(font(), page.columns, page.rows, cell_width);
        for (int n = 0; n < page.columns * page.rows; ++n) {
            const auto& letter = page.letters[static_cast<std::size_t>(n)];
            screen.put(n % page.columns, n / page.columns, letter.character, letter.ink,
                       letter.paper);
        }
        return screen;
    }
    std::size_t dice(std::size_t sides) {
        return std::uniform_int_distribution<std::size_t>(0, sides - 1)(random);
    }

    std::mt19937 random{4711};
};

// What is seen of a letter: of a space there is no ink.
Letter seen(Letter letter) {
    if (letter.character == U' ') letter.ink = letter.paper;
    return letter;
}

void expect_same(const Page& page, const std::optional<Page>& read) {
    ASSERT_TRUE(read);
    ASSERT_EQ(read->columns, page.columns);
    ASSERT_EQ(read->rows, page.rows);
    for (std::size_t n = 0; n < page.letters.size(); ++n)
        ASSERT_EQ(seen(read->letters[n]), seen(page.letters[n]))
            << "at " << n << ": " << static_cast<unsigned>(page.letters[n].character) << ", read "
            << static_cast<unsigned>(read->letters[n].character);
}

TEST_P(EachFontTest, ReadsScreensOfRandomTextExactly) {
    const int screens = getenv("ECSVIEW_SOAK") ? 500 : 3;
    for (int n = 0; n < screens; ++n) {
        const auto page = random_page(36, 12);
        expect_same(page, read_page(drawn(page, 0).picture(), fonts()));
    }
}

// Where the cursor hides all that tells two letters apart, as g and q, nobody can.
TEST_P(EachFontTest, ReadsTheLetterBelowACursor) {
    const auto page = random_page(36, 12);
    const int height = font().size().height, thick = height < 10 ? 1 : 2;
    int same = 0;
    for (int n = 0; n < 40; ++n) {
        const auto at = dice(page.letters.size());
        const auto& letter = page.letters[at];
        auto screen = drawn(page, 0);
        screen.cursor(static_cast<int>(at) % 36, static_cast<int>(at) / 36, height - thick,
                      height - 1, letter.ink);
        const auto read = read_page(screen.picture(), fonts());
        ASSERT_TRUE(read);
        same += read->letters[at].character == letter.character;
    }
    EXPECT_GE(same, 36);
}

INSTANTIATE_TEST_SUITE_P(Fonts, EachFontTest, testing::Range(std::size_t{0}, fonts().size()),
                         [](const auto& font) {
                             auto name = fonts().at(font.param).name();
                             std::ranges::replace(name, ' ', '_');
                             return name;
                         });

// --- what else is on a screen ------------------------------------------------------------------

DrawnScreen console(int columns = 40, int rows = 6) {
    return {font(), columns, rows};
}

TEST(PageTest, LinesEndWithoutSpacesAndThePageWithoutEmptyLines) {
    auto screen = console();
    screen.write(0, 1, "two words");
    screen.write(3, 3, "end   ");
    EXPECT_EQ(text_of(screen), "\ntwo words\n\n   end\n");
}

TEST(PageTest, AScreenOfOneColourHasNoLetters) {
    EXPECT_EQ(text_of(console()), "");
}

TEST(PageTest, NoScreenHasNoLetters) {
    EXPECT_EQ(read_page({})->plain(), "");
}

TEST(PageTest, ACursorAloneIsAnEmptyScreen) {
    auto screen = console();
    screen.cursor(0, 0, 14, 15);
    EXPECT_EQ(text_of(screen), "");
}

TEST(PageTest, ABlockCursorIsALetterOnItsOtherSide) {
    auto screen = console();
    screen.write(0, 0, "login: root");
    screen.put(7, 0, U'r', 0x000000, 0xaaaaaa);
    EXPECT_EQ(text_of(screen), "login: root\n");
}

TEST(PageTest, TheTextModesNinthColumnIsEmptyOrALine) {
    DrawnScreen screen(font(), 80, 25, 9);
    screen.write(0, 0, "MENU");
    for (const int column : {4, 5, 6}) screen.put(column, 0, U'\u2500');
    EXPECT_EQ(text_of(screen), "MENU\u2500\u2500\u2500\n");
}

TEST(PageTest, ALetterThatLeaksIntoTheNinthColumnIsNone) {
    DrawnScreen screen(font(), 80, 25, 9);
    screen.write(0, 0, "it is all text");
    screen.dot(8, 3, 0xaaaaaa);
    EXPECT_EQ(text_of(screen), "\uFFFDt is all text\n");
}

TEST(PageTest, ACellOfThreeColoursIsUnknown) {
    auto screen = console();
    screen.write(0, 0, "a pointer lies here");
    screen.dot(2 * 8 + 7, 0, 0xff0000);
    EXPECT_EQ(text_of(screen), "a \uFFFDointer lies here\n");
}

TEST(PageTest, TwoFontsOfOneSizeMayShareAScreen) {
    const auto& other = font("Terminus 8x16");
    auto screen = console();
    screen.write(0, 0, "Loading Linux 6.1");
    DrawnScreen late(other, 40, 6);
    late.write(0, 1, "Welcome to Debian");
    for (int y = 16; y < 32; ++y)
        for (int x = 0; x < 320; ++x)
            screen.dot(x, y, late.picture().pixels[static_cast<std::size_t>(y * 320 + x)]);
    EXPECT_EQ(text_of(screen), "Loading Linux 6.1\nWelcome to Debian\n");
}

TEST(PageTest, TheGridMayLieAnywhere) {
    for (const screen::DesktopPoint origin :
         {screen::DesktopPoint{10, 10}, {3, 0}, {0, 7}, {5, 11}}) {
        DrawnScreen screen(font("Unifont 8x16"), 40, 3, 0, origin, {4, 2});
        screen.write(0, 0, "GNU GRUB  version 2.06");
        const auto page = read_page(screen.picture());
        ASSERT_TRUE(page);
        const auto text = page->plain();
        EXPECT_NE(text.find("GNU GRUB  version 2.06\n"), std::string::npos) << text;
        // A margin may be more empty cells: where the letters are is what counts.
        const auto& letters = page->letters;
        const auto first = static_cast<int>(std::ranges::find(letters, U'G', &Letter::character) -
                                            letters.begin());
        EXPECT_EQ(page->origin.x + first % page->columns * page->cell.width, origin.x);
        EXPECT_EQ(page->origin.y + first / page->columns * page->cell.height, origin.y);
    }
}

TEST(PageTest, WhatIsLeftOverBelowTheLastRowIsNotRead) {
    DrawnScreen screen(font(), 40, 3, 0, {}, {0, 8});
    screen.write(0, 2, "the last line");
    EXPECT_EQ(text_of(screen), "\n\nthe last line\n");
}

TEST(PageTest, ALinesOnlyPictureOfBlocksIsStillShapes) {
    auto screen = console();
    for (int column = 0; column < 40; ++column) screen.put(column, 2, U'\u2592');
    screen.write(10, 2, "Finish");
    EXPECT_NE(text_of(screen).find("\u2592Finish\u2592"), std::string::npos);
}

TEST(PageTest, NoiseIsNoText) {
    auto screen = console();
    std::mt19937 random;
    for (int y = 0; y < 96; ++y)
        for (int x = 0; x < 320; ++x) screen.dot(x, y, random() % 2 ? 0xaaaaaa : 0);
    EXPECT_FALSE(read_page(screen.picture()));
}

TEST(PageTest, ALetterInAPictureIsNoText) {
    auto screen = console();
    std::mt19937 random;
    for (int y = 0; y < 96; ++y)
        for (int x = 0; x < 320; ++x)
            screen.dot(x, y, static_cast<std::uint32_t>(random() & 0xffffff));
    screen.write(0, 0, "OK");
    EXPECT_FALSE(read_page(screen.picture()));
}

// Dots of any colour in these rows of a console.
void draw_noise(DrawnScreen& screen, int first, int last) {
    std::mt19937 random;
    const auto height = screen.cell().height;
    for (int y = first * height; y < (last + 1) * height; ++y)
        for (int x = 0; x < 320; ++x)
            screen.dot(x, y, static_cast<std::uint32_t>(random() & 0xffffff));
}

TEST(PageTest, ALineOfTextInAPictureIsNoText) {
    auto screen = console();
    draw_noise(screen, 0, 5);
    screen.write(0, 2, "a caption of forty letters, and no more.");
    EXPECT_FALSE(read_page(screen.picture()));
}

TEST(PageTest, AFrameOfLinesMakesNoTextOfAPicture) {
    auto screen = console();
    draw_noise(screen, 0, 0);
    for (int row = 1; row < 6; ++row)
        for (int column = 0; column < 40; ++column) screen.put(column, row, U'\u2500');
    screen.write(0, 3, "Finish");
    EXPECT_FALSE(read_page(screen.picture()));
}

TEST(PageTest, ATerminalOfGrubHasItsMarginInAnyFont) {
    DrawnScreen screen(font("VGA 8x14"), 40, 3, 0, {10, 10}, {4, 3});
    screen.write(0, 0, "GNU GRUB  version 2.06");
    EXPECT_EQ(text_of(screen), "GNU GRUB  version 2.06\n");
}

// --- colours -----------------------------------------------------------------------------------

std::string coloured(const DrawnScreen& screen) {
    return read_page(screen.picture())->coloured();
}

TEST(PageTest, TheUsualColoursAreNotSaid) {
    auto screen = console();
    screen.write(0, 0, "plain words");
    EXPECT_EQ(coloured(screen), "plain words\n");
}

TEST(PageTest, ATerminalsColoursHaveItsNumbers) {
    auto screen = console();
    screen.write(0, 0, "failed", 0xff5555, 0x0000aa);
    screen.write(6, 0, " or not");
    EXPECT_EQ(coloured(screen), "\x1b[0;44;91mfailed\x1b[0m or not\n");
}

TEST(PageTest, ATextModesSixBitsAreTheSameColours) {
    auto screen = console();
    screen.write(0, 0, "words", 0xa8a8a8);
    screen.write(0, 1, "green", 0x00a800);
    EXPECT_EQ(coloured(screen), "words\n\x1b[0;32mgreen\x1b[0m\n");
}

// Three are a rounding; four are another colour.
TEST(PageTest, ColoursThatAreNearlyAlikeAreNotAlike) {
    DrawnScreen screen(font(), 20, 4);
    screen.write(0, 0, "same", 0xa7adaa);
    screen.write(0, 1, "other", 0xa6aaaa);
    EXPECT_EQ(coloured(screen), "same\n\x1b[0;38;2;166;170;170mother\x1b[0m\n");
}

// A half block can be read in two ways. Its paper is that of the cells with nothing in them, not
// of those with letters, however many these are.
TEST(PageTest, ThePaperOfAHalfBlockIsThatOfTheEmptyCells) {
    DrawnScreen screen(font(), 20, 3);
    for (int row = 0; row < 2; ++row)
        for (int column = 0; column < 20; ++column)
            screen.put(column, row, U'a', 0xffffff, 0xaa0000);
    for (int column = 0; column < 20; ++column) screen.put(column, 2, U' ', 0, 0x0000aa);
    screen.put(5, 2, U'\u2584', 0xaa0000, 0x0000aa);
    const auto page = read_page(screen.picture());
    ASSERT_TRUE(page);
    EXPECT_EQ(page->letters[2 * 20 + 5], (Letter{U'\u2584', 0xaa0000, 0x0000aa}));
}

TEST(PageTest, AnyOtherColourIsSaidInFull) {
    auto screen = console();
    screen.write(0, 0, "orange", 0xffa500);
    EXPECT_EQ(coloured(screen), "\x1b[0;38;2;255;165;0morange\x1b[0m\n");
}

TEST(PageTest, AnEmptyLineInColourIsKept) {
    auto screen = console(20, 3);
    screen.write(0, 0, "text");
    screen.write(0, 2, std::string(20, ' '), 0, 0x0000aa);
    EXPECT_EQ(coloured(screen), "text\n\n\x1b[0;44m" + std::string(20, ' ') + "\x1b[0m\n");
}

}  // namespace
}  // namespace ecsview::text
