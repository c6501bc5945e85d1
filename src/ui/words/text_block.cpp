// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/text_block.h"

#include <algorithm>

#include "ui/words/glyphs.h"
#include "ui/words/text_layout.h"

namespace ecsview::ui {

TextBlock::TextBlock(std::string_view text, int width, int scale, Colour colour)
    : scale_(scale), columns_(std::max(2, width / (cell_width * scale))), colour_(colour) {
    lines_ = wrap(decode_text(text), columns_);
}

int TextBlock::line_height() const {
    return (glyph_height + 4) * scale_;
}

int TextBlock::width() const {
    int cells = 0;
    for (const auto& line : lines_) cells = std::max(cells, cells_of(line));
    return cells * cell_width * scale_;
}

void TextBlock::limit(std::size_t lines) {
    if (lines_.size() <= lines) return;
    lines_.resize(lines);
    if (lines_.empty()) return;
    std::u32string& last = lines_.back();
    while (!last.empty() && cells_of(last) >= columns_) last.pop_back();
    last += U'\u2026';
}

int TextBlock::draw_at(const Canvas& canvas, int x, int y) const {
    for (const auto& line : lines_) {
        draw_text(canvas, x, y + 2 * scale_, line, scale_, colour_);
        y += line_height();
    }
    return y;
}

}  // namespace ecsview::ui
