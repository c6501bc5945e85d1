// SPDX-License-Identifier: GPL-2.0-or-later
// A text console, drawn for the tests: letters of a font in cells, as a guest draws them.
#pragma once

#include <string_view>
#include <vector>

#include "text/font.h"

namespace ecsview::text {

class DrawnScreen {
public:
    // `cell_width`: 0 is the font's; 9 leaves a column free, or draws lines on into it.
    DrawnScreen(const Font& font, int columns, int rows, int cell_width = 0,
                screen::DesktopPoint origin = {}, screen::DesktopSize beyond = {});

    // The glyph of a character; it is one of the font's.
    void put(int column, int row, char32_t character, std::uint32_t ink = 0xaaaaaa,
             std::uint32_t paper = 0);
    void write(int column, int row, std::string_view ascii, std::uint32_t ink = 0xaaaaaa,
               std::uint32_t paper = 0);
    // A text cursor over these rows of the cell.
    void cursor(int column, int row, int first, int last, std::uint32_t ink = 0xaaaaaa);
    void dot(int x, int y, std::uint32_t colour) {
        pixels_[static_cast<std::size_t>(y * size_.width + x)] = colour;
    }
    CellSize cell() const { return cell_; }
    Picture picture() const { return {pixels_, size_}; }

private:
    const Font* font_;
    CellSize cell_;
    screen::DesktopPoint origin_;
    screen::DesktopSize size_;
    std::vector<std::uint32_t> pixels_;
};

// The one of that name; there is one.
const Font& font_named(const std::vector<Font>& fonts, std::string_view name);

}  // namespace ecsview::text
