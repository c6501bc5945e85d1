// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/board/board_view.h"

#include "ui/words/glyphs.h"
#include "ui/words/text_layout.h"

namespace ecsview::ui {
namespace {

constexpr int gap = 2;  // between two keys, on each side of the line

Colour face(BoardTint tint) {
    switch (tint) {
        case BoardTint::plain: return opaque(0x2d3643);
        case BoardTint::special: return style::card;
        case BoardTint::held: return style::selection;
        case BoardTint::pressed: break;
    }
    return style::accent(Tone::calm);
}

// Single characters are larger than words, which have to fit.
void draw_label(const Canvas& canvas, const BoardKeyView& key, int scale) {
    const auto text = decode_text(key.label.text), above = decode_text(key.label.above);
    const int size = cells_of(text) <= 2 && text.size() == 1 ? scale + 1 : scale;
    const int width = cells_of(text) * cell_width * size;
    const Area& area = key.area;
    const int y = area.y + (area.height - glyph_height * size) / 2;
    draw_text(canvas, area.x + (area.width - width) / 2, y, text, size, style::title);
    if (above.empty()) return;
    const int x = area.x + area.width - (cells_of(above) * cell_width + gap + 3) * scale;
    draw_text(canvas, x, area.y + gap * scale, above, scale, style::hint);
}

}  // namespace

void draw(const Canvas& canvas, const BoardView& board) {
    fill(canvas, board.area, style::ground);
    for (const BoardKeyView& key : board.keys) {
        const int inset = gap * board.scale;
        const Area area{key.area.x + inset, key.area.y + inset, key.area.width - 2 * inset,
                        key.area.height - 2 * inset};
        fill_rounded(canvas, area, 5 * board.scale, face(key.tint));
        draw_label(canvas, key, board.scale);
    }
}

}  // namespace ecsview::ui
