// SPDX-License-Identifier: GPL-2.0-or-later
// Lines of text from UTF-8: measured in cells of 8 pixels (a Chinese character takes two), wrapped
// and drawn at a whole multiple of the font's size. Pure; ui thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/picture/canvas.h"

namespace ecsview::ui {

// Bad UTF-8 becomes U+FFFD; control characters are left out, but a newline stays.
std::u32string decode_text(std::string_view utf8);

int cells_of(std::u32string_view text);

// The text if it fits into so many cells, else as much of it as does, with an ellipsis behind it.
std::u32string cut(std::u32string text, int cells);

// Breaks at spaces and newlines, beside any wide character (a closing mark never begins a line, an
// opening one never ends it), and within a word only when it is longer than a line. `columns` is in
// cells; at least 2.
std::vector<std::u32string> wrap(std::u32string_view text, int columns);

// Draws one line with its upper left corner at (x, y); `scale` 1 is 16 pixels high.
void draw_text(const Canvas& canvas, int x, int y, std::u32string_view line, int scale,
               Colour colour);

// In pixels: how many cells there is room for, and how much a line takes.
int cells_in(int width, int scale);
int width_of(std::string_view utf8, int scale);
// A line of UTF-8, cut where there is no more room than `width`.
void draw_line(const Canvas& canvas, int x, int y, std::string_view utf8, int width, int scale,
               Colour colour);

}  // namespace ecsview::ui
