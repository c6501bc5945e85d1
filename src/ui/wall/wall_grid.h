// SPDX-License-Identifier: GPL-2.0-or-later
// Where the consoles of a wall are in its window: rows of equal places, as many in a row as make
// their pictures largest. Pure; ui thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "ui/picture/canvas.h"

namespace ecsview::ui {

struct WallGrid {
    int columns = 1;
    int caption = 0;           // pixels of a place's upper edge that its name takes
    std::vector<Area> places;  // they touch each other, and fill all above the footer
    Area footer;               // what the keys do
    int scale = 1;             // of letters
    bool operator==(const WallGrid&) const = default;
};

// For `count` consoles, one at least, in a window of that size. Letters are as large as suits the
// window and its places.
WallGrid wall_grid(std::size_t count, int width, int height);

// Whose place that is.
std::optional<std::size_t> place_at(const WallGrid& grid, int x, int y);
// The place beside it; itself, where there is none.
std::size_t beside(const WallGrid& grid, std::size_t place, int right, int down);

}  // namespace ecsview::ui
