// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/wall/wall_grid.h"

#include <gtest/gtest.h>

namespace ecsview::ui {
namespace {

TEST(WallGrid, HasAsManyColumnsAsMakePicturesLargest) {
    EXPECT_EQ(wall_grid(1, 1280, 800).columns, 1);
    EXPECT_EQ(wall_grid(2, 1280, 800).columns, 2);
    EXPECT_EQ(wall_grid(2, 600, 1000).columns, 1);
    EXPECT_EQ(wall_grid(4, 1280, 800).columns, 2);
    EXPECT_EQ(wall_grid(9, 1280, 800).columns, 3);
    EXPECT_EQ(wall_grid(20, 1920, 1080).columns, 5);
    EXPECT_EQ(wall_grid(64, 1920, 1080).columns, 10) << "names take room, too";
}

// All above the footer belongs to exactly one place.
TEST(WallGrid, FillsTheWindowWithoutGaps) {
    for (const auto& [count, width, height] :
         {std::tuple(9, 1281, 803), std::tuple(20, 1920, 1080), std::tuple(6, 801, 481)}) {
        const auto grid = wall_grid(static_cast<std::size_t>(count), width, height);
        ASSERT_EQ(grid.places.size(), static_cast<std::size_t>(count));
        EXPECT_EQ(grid.footer.y + grid.footer.height, height);
        for (int y = 0; y < grid.footer.y; y += 7)
            for (int x = 0; x < width; x += 5) {
                int owners = 0;
                for (const Area& place : grid.places) owners += contains(place, x, y) ? 1 : 0;
                const bool last_row = y >= grid.places.back().y;
                EXPECT_TRUE(owners == 1 || (owners == 0 && last_row)) << x << " " << y;
            }
    }
}

TEST(WallGrid, TellsWhoseAPointIs) {
    const auto grid = wall_grid(5, 900, 600);  // three columns; the last row has two
    ASSERT_EQ(grid.columns, 3);
    EXPECT_EQ(place_at(grid, 0, 0), 0u);
    EXPECT_EQ(place_at(grid, 899, 0), 2u);
    EXPECT_EQ(place_at(grid, 0, grid.footer.y - 1), 3u);
    EXPECT_FALSE(place_at(grid, 899, grid.footer.y - 1)) << "no console is there";
    EXPECT_FALSE(place_at(grid, 0, grid.footer.y)) << "the footer";
}

TEST(WallGrid, ArrowsStayOnTheWall) {
    const auto grid = wall_grid(5, 900, 600);
    EXPECT_EQ(beside(grid, 0, 1, 0), 1u);
    EXPECT_EQ(beside(grid, 2, 1, 0), 2u) << "the row's end";
    EXPECT_EQ(beside(grid, 3, -1, 0), 3u) << "its beginning";
    EXPECT_EQ(beside(grid, 0, 0, -1), 0u);
    EXPECT_EQ(beside(grid, 4, 0, -1), 1u);
    EXPECT_EQ(beside(grid, 1, 0, 1), 4u);
    EXPECT_EQ(beside(grid, 2, 0, 1), 2u) << "nothing is below it";
    EXPECT_EQ(beside(grid, 4, 1, 0), 4u) << "the row is not full";
}

// Names take a sixth of a place at most, where letters can be smaller.
TEST(WallGrid, LettersFitThePlaces) {
    EXPECT_EQ(wall_grid(4, 1920, 1080).scale, 2);
    EXPECT_EQ(wall_grid(4, 1920, 1080).caption, 48);
    EXPECT_EQ(wall_grid(64, 1920, 1080).scale, 1);
    EXPECT_EQ(wall_grid(64, 1920, 1080).caption, 24);
}

TEST(WallGrid, AWindowOfNoSizeIsNoHarm) {
    const auto grid = wall_grid(64, 1, 1);
    EXPECT_EQ(grid.places.size(), 64u);
}

}  // namespace
}  // namespace ecsview::ui
