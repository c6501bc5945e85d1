// SPDX-License-Identifier: GPL-2.0-or-later
// A part of a page of text, as a person marks it: which cells, what stands in them, and where they
// lie in the picture. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "text/page.h"

namespace ecsview::text {

// lines: from one letter to another as one reads; rectangle: of these columns and rows.
enum class Shape { lines, rectangle };

// A cell of the page, from 0.
struct CellPlace {
    int column = 0, row = 0;
    bool operator==(const CellPlace&) const = default;
};

// Both ends belong to it, and either may be the first.
struct Selection {
    CellPlace anchor, end;
    Shape shape = Shape::lines;
    bool operator==(const Selection&) const = default;
};

// The cell under a pixel of the picture; beside the cells the nearest one. The page has cells.
CellPlace cell_at(const Page& page, screen::DesktopPoint pixel);
// The one or the nearest that the page has.
CellPlace within(const Page& page, CellPlace place);
// From the first line with a letter to the last letter; the page's first cell if there is none.
Selection all_of(const Page& page);
// What is between two spaces or the line's ends; a space alone is itself.
Selection word_at(const Page& page, CellPlace place);

struct Marked {
    std::string
        text;  // UTF-8; spaces at the ends of lines are left out, and so is the last newline
    int lines = 0;
    int unknown = 0;  // cells that no font knows: U+FFFD in the text
};
Marked read(const Page& page, const Selection& selection);
// In pixels of the picture, row by row; none overlap.
std::vector<screen::DesktopRect> areas_of(const Page& page, const Selection& selection);

}  // namespace ecsview::text
