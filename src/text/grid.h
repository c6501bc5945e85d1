// SPDX-License-Identifier: GPL-2.0-or-later
// Where the cells of a text screen lie, found by the letters in them. Pure.
#pragma once

#include <optional>
#include <vector>

#include "text/font.h"

namespace ecsview::text {

struct Grid {
    screen::DesktopPoint origin;  // of the first cell
    CellSize cell;
    int columns = 0, rows = 0;

    screen::DesktopPoint at(int column, int row) const {
        return {origin.x + column * cell.width, origin.y + row * cell.height};
    }
};

// A letter in a cell, and its colours.
struct Letter {
    char32_t character = U' ';
    std::uint32_t ink = 0, paper = 0;
    bool operator==(const Letter&) const = default;
};

// The fonts of one size in cells of one size; the PC's text mode gives a letter of 8 pixels nine.
class Alphabet {
public:
    // `fonts`: of one size, at least one; the likeliest first.
    Alphabet(std::vector<const Font*> fonts, CellSize cell);

    CellSize cell() const { return cell_; }
    // Nothing: it is no letter of these fonts. If the cell can be read in both ways, as half a
    // block can, the paper is `usual` where that is one of the two colours.
    std::optional<Letter> read(const Cell& cell, std::uint32_t usual) const;
    // The same where a text cursor may hide some of its rows.
    std::optional<Letter> read_behind_cursor(const Cell& cell, std::uint32_t usual) const;
    // Begins with the font that knows most of these cells.
    void prefer(const std::vector<Cell>& cells);

private:
    std::optional<char32_t> character_of(const Glyph& bits) const;
    std::optional<char32_t> character_behind(const Bar& bar, const Glyph& bits) const;
    // Without the ninth column, if it is what it has to be.
    std::optional<Glyph> letter_of(const Glyph& bits) const;

    std::vector<const Font*> fonts_;
    CellSize cell_;
};

struct Found {
    Grid grid;
    Alphabet alphabet;
};

// Nothing: this is no text, or there is none on it.
std::optional<Found> find_grid(const Picture& picture, const std::vector<Font>& fonts);

}  // namespace ecsview::text
