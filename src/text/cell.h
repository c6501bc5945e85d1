// SPDX-License-Identifier: GPL-2.0-or-later
// One cell of a text screen's grid, as bits: which pixels are of a second colour. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "screen/geometry.h"

namespace ecsview::text {

// 0x00RRGGBB, row by row, without a gap.
struct Picture {
    std::span<const std::uint32_t> pixels;
    screen::DesktopSize size;
};

inline constexpr int largest_width = 16, largest_height = 32;

// Bit 15 is the leftmost pixel of a row; what lies outside of the cell is 0.
using Glyph = std::array<std::uint16_t, largest_height>;

struct CellSize {
    int width = 0, height = 0;  // at most largest_width, largest_height
    bool operator==(const CellSize&) const = default;
    // A row with each of its pixels set.
    std::uint16_t full_row() const { return static_cast<std::uint16_t>(0xffff0000u >> width); }
};

struct Cell {
    int colours = 1;                   // 3: three or more, which no letter has
    std::uint32_t paper = 0, ink = 0;  // ink: the colour of the bits, if there are two
    Glyph bits{};
};

// What the cell shows whose first pixel is `at`, which lies wholly in the picture. The colour of
// that pixel is the paper.
Cell cell_at(const Picture& picture, screen::DesktopPoint at, CellSize size);

// The same with ink and paper changed over.
Cell inverse(const Cell& cell, CellSize size);

// The rows from the first to the last that are wholly ink; none: first > last. A text cursor is
// such a bar.
struct Bar {
    int first = 0, last = -1;
    bool none() const { return first > last; }
    bool hides(int row) const { return row >= first && row <= last; }
};
// The lowest one.
Bar bar_of(const Glyph& bits, CellSize size);

}  // namespace ecsview::text
