// SPDX-License-Identifier: GPL-2.0-or-later
// A screen of 40 x 10 cells of 8 x 16 pixels, painted cell by cell.
#include "typing/eye.h"

#include <gtest/gtest.h>

namespace ecsview::typing {
namespace {

using Kind = Sight::Kind;

constexpr screen::DesktopSize size{320, 160};
constexpr std::uint32_t ink = 0xffffff, paper = 0;

struct Desk {
    Desk() { eye.prime(pixels.data(), size); }
    // Rows 3 to 12 of a cell, as a letter has them; `salt` makes it another one.
    void letter(int column, int row, int salt = 0) {
        for (int y = 3; y < 13; ++y)
            for (int x = 1; x < 7; ++x)
                at(column * 8 + x, row * 16 + y) = (x * y + salt) % 3 ? ink : paper;
        damage.add({column * 8, row * 16, 8, 16});
    }
    void cursor(int column, int row, bool on = true) {
        for (int y = 14; y < 16; ++y)
            for (int x = 0; x < 8; ++x) at(column * 8 + x, row * 16 + y) = on ? ink : paper;
        damage.add({column * 8, row * 16, 8, 16});
    }
    // A letter, and the cursor behind it.
    void type(int column, int row) {
        cursor(column, row, false);
        letter(column, row, column);
        cursor(column + 1, row);
    }
    Sight look() {
        const auto seen = eye.look(damage, pixels.data(), size);
        damage.clear();
        return seen;
    }
    std::uint32_t& at(int x, int y) {
        return pixels[static_cast<std::size_t>(y) * size.width + static_cast<std::size_t>(x)];
    }

    std::vector<std::uint32_t> pixels =
        std::vector<std::uint32_t>(static_cast<std::size_t>(size.area()), paper);
    screen::Damage damage;
    Eye eye;
};

// With two letters in line 2, so that it knows its place.
struct Known : Desk {
    Known() {
        type(0, 2);
        look();
        type(1, 2);
        look();
    }
};

TEST(Eye, TheFirstChangeIsPerhapsAnEchoTheNextOneIs) {
    Desk desk;
    desk.type(0, 2);
    EXPECT_EQ(desk.look().kind, Kind::perhaps);
    desk.type(1, 2);
    const auto seen = desk.look();
    EXPECT_EQ(seen.kind, Kind::here);
    EXPECT_EQ(seen.advance, 8);
    EXPECT_EQ(seen.front, 24);
}

TEST(Eye, SeveralLettersAtOnceAdvanceByTheirWidth) {
    Known desk;
    for (const int column : {2, 3, 4}) desk.type(column, 2);
    EXPECT_EQ(desk.look().advance, 24);
}

TEST(Eye, ABlinkingCursorIsNothing) {
    Known desk;
    for (const bool on : {false, true, false, true}) {
        desk.cursor(2, 2, on);
        EXPECT_EQ(desk.look().kind, Kind::nothing) << on;
    }
    for (const int column : {2, 3}) desk.type(column, 2);
    desk.look();
    desk.cursor(4, 2, false);
    EXPECT_EQ(desk.look().kind, Kind::nothing);
    desk.letter(4, 2);  // while the cursor is dark
    EXPECT_EQ(desk.look().kind, Kind::here);
}

TEST(Eye, ACursorThatBlinksBeforeAnythingIsTypedIsNoEcho) {
    Desk desk;
    for (const bool on : {true, false, true, false}) {
        desk.cursor(0, 2, on);
        EXPECT_NE(desk.look().kind, Kind::here);
    }
}

// What the cursor came over is known for the rows of then only.
TEST(Eye, AnAccentMakesTheLineHigher) {
    Known desk;
    desk.at(23, 32) = ink;
    desk.damage.add({16, 32, 8, 1});
    EXPECT_EQ(desk.look().kind, Kind::here);
    desk.at(23, 32) = paper;
    desk.cursor(2, 2, false);
    EXPECT_EQ(desk.look().kind, Kind::here);
    desk.type(2, 2);
    EXPECT_EQ(desk.look().kind, Kind::here);
}

TEST(Eye, WhatIsPaintedAnewWithoutADifferenceIsNothing) {
    Known desk;
    desk.damage.add({0, 0, size.width, size.height});
    EXPECT_EQ(desk.look().kind, Kind::nothing);
}

TEST(Eye, SomethingFarAwayIsNothing) {
    Known desk;
    desk.letter(39, 9);
    EXPECT_EQ(desk.look().kind, Kind::nothing);
}

TEST(Eye, TheNextLineIsElsewhere) {
    Known desk;
    desk.cursor(2, 2, false);
    desk.cursor(0, 3);
    EXPECT_EQ(desk.look().kind, Kind::elsewhere);
    desk.type(0, 3);
    EXPECT_EQ(desk.look().advance, 8);
}

TEST(Eye, AScrolledScreenIsElsewhereAndTheLineBeginsAnew) {
    Desk desk;
    for (int row = 0; row < 10; ++row) desk.letter(5, row, row);
    desk.look();
    desk.type(0, 9);
    desk.look();
    desk.type(1, 9);
    desk.look();
    std::copy(desk.pixels.begin() + 16 * size.width, desk.pixels.end(), desk.pixels.begin());
    std::fill(desk.pixels.end() - 16 * size.width, desk.pixels.end(), paper);
    desk.cursor(0, 9);
    desk.damage.add({0, 0, size.width, size.height});
    const auto seen = desk.look();
    EXPECT_EQ(seen.kind, Kind::elsewhere);
    EXPECT_EQ(seen.front, 8);
    desk.type(0, 9);
    EXPECT_EQ(desk.look().advance, 8);
}

TEST(Eye, AnotherSizeIsAnotherPicture) {
    Known desk;
    const std::vector<std::uint32_t> other(64 * 64, ink);
    EXPECT_EQ(desk.eye.look(desk.damage, other.data(), {64, 64}).kind, Kind::nothing);
    EXPECT_EQ(desk.look().kind, Kind::nothing);
}

}  // namespace
}  // namespace ecsview::typing
