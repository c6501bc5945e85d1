// SPDX-License-Identifier: GPL-2.0-or-later
// The picture of a text console, read: which letter is in each cell of it, exactly, by the fonts
// that such consoles are drawn with; nothing is guessed. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "text/grid.h"

namespace ecsview::text {

// What stands for a cell that no font knows: a part of a picture, or a mouse pointer's.
inline constexpr char32_t unknown = 0xfffd;

struct Page {
    int columns = 0, rows = 0;
    std::vector<Letter> letters;       // row by row
    screen::DesktopPoint origin = {};  // in the picture, of the first cell
    CellSize cell = {};                // 0x0 where there are none

    // Lines end with a newline; spaces at their ends and empty lines at the page's are left out.
    // UTF-8.
    std::string plain() const;
    // The same with colours, as a terminal takes them (ECMA-48); a line begins and ends without.
    std::string coloured() const;
};

// Nothing: there is no text on it. A picture of one colour is an empty page. A text cursor, which
// hides a part of its cell, is left out.
std::optional<Page> read_page(const Picture& picture);
// The same, by these fonts.
std::optional<Page> read_page(const Picture& picture, const std::vector<Font>& fonts);

}  // namespace ecsview::text
