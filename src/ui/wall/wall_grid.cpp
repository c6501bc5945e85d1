// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/wall/wall_grid.h"

#include <algorithm>

#include "ui/picture/style.h"
#include "ui/words/glyphs.h"

namespace ecsview::ui {
namespace {

constexpr int bar_height = glyph_height + 8;  // before the scale
// Most consoles are 4:3, 16:10 or the 9:5 of a text mode.
constexpr int usual_width = 16, usual_height = 10;
// A name is to take no more of its place than one part of so many.
constexpr int least_captions = 6;

int rows_of(std::size_t count, int columns) {
    return static_cast<int>((count + static_cast<std::size_t>(columns) - 1) /
                            static_cast<std::size_t>(columns));
}

// How large a usual picture is in such a place.
double largeness(int width, int height) {
    return std::min(double(width) / usual_width, double(height) / usual_height);
}

int best_columns(std::size_t count, int width, int height, int caption) {
    int best = 1;
    double most = -1;
    for (int columns = 1; columns <= static_cast<int>(count); ++columns) {
        const int rows = rows_of(count, columns);
        const double large = largeness(width / columns, height / rows - caption);
        if (large <= most) continue;
        most = large;
        best = columns;
    }
    return best;
}

WallGrid grid_with_letters(int scale, std::size_t count, int width, int height) {
    WallGrid grid;
    grid.scale = scale;
    grid.caption = bar_height * grid.scale;
    const int footer = std::min(height, bar_height * grid.scale), above = height - footer;
    grid.footer = {0, above, width, footer};
    grid.columns = best_columns(count, width, above, grid.caption);
    const int rows = rows_of(count, grid.columns);
    for (std::size_t i = 0; i < count; ++i) {
        const int column = static_cast<int>(i) % grid.columns;
        const int row = static_cast<int>(i) / grid.columns;
        const int left = width * column / grid.columns, top = above * row / rows;
        grid.places.push_back({left, top, width * (column + 1) / grid.columns - left,
                               above * (row + 1) / rows - top});
    }
    return grid;
}

}  // namespace

WallGrid wall_grid(std::size_t count, int width, int height) {
    int scale = style::scale_of(width, height);
    WallGrid grid = grid_with_letters(scale, count, width, height);
    while (scale > 1 && grid.places.front().height < least_captions * grid.caption)
        grid = grid_with_letters(--scale, count, width, height);
    return grid;
}

std::optional<std::size_t> place_at(const WallGrid& grid, int x, int y) {
    for (std::size_t i = 0; i < grid.places.size(); ++i)
        if (contains(grid.places[i], x, y)) return i;
    return std::nullopt;
}

std::size_t beside(const WallGrid& grid, std::size_t place, int right, int down) {
    const int at = static_cast<int>(place);
    const int column = at % grid.columns + right;
    const int next = at + right + down * grid.columns;
    const bool there = column >= 0 && column < grid.columns && next >= 0 &&
                       next < static_cast<int>(grid.places.size());
    return there ? static_cast<std::size_t>(next) : place;
}

}  // namespace ecsview::ui
