// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/menu_view.h"

#include <algorithm>

#include "ui/words/glyphs.h"
#include "ui/words/text_block.h"
#include "ui/words/text_layout.h"

namespace ecsview::ui {
namespace {

constexpr std::size_t most_status_lines = 3;
constexpr int most_columns = 3;
constexpr int row_height = style::touch_side;
constexpr int lowest_row = 20;  // where the window has no room for fingers
constexpr int column_width = 320;
constexpr int gutter = 28;  // left of the label, for the mark
constexpr int pad = 16;     // within the card
constexpr int margin = 8;   // around it

int text_width(const std::string& text, int scale) {
    return cells_of(decode_text(text)) * cell_width * scale;
}

// What a column must hold: mark, label, key.
int needed_width(const MenuView& menu, int scale) {
    int width = 0;
    for (const MenuItem& item : menu.items)
        width = std::max(width, text_width(item.label, scale) + text_width(item.key, scale));
    return width + (gutter + 3 * pad / 2) * scale;
}

struct Head {
    TextBlock title, status;
    Head(const MenuView& menu, int width, int scale, bool with_status)
        : title(menu.title, width, scale, style::title),
          status(with_status ? menu.status : std::string(), width, scale, style::text) {
        title.limit(1);
        if (!menu.wide) status.limit(most_status_lines);
    }
    int height() const { return title.height() + status.height(); }
};

struct Shape {
    int scale, columns;
    bool with_status;

    // Of a card of words these say how wide it is, and its few rows lie side by side.
    int inner(const MenuView& menu, int width) const {
        const int wide = menu.wide ? 2 : columns;
        return std::min(wide * column_width * scale, width - 2 * (margin + pad) * scale);
    }
};

int rows_of(const MenuView& menu, int columns) {
    return (static_cast<int>(menu.items.size()) + columns - 1) / columns;
}

// Of the card without the rows.
int frame_height(const MenuView& menu, const Shape& shape, int width) {
    const Head head(menu, shape.inner(menu, width), shape.scale, shape.with_status);
    return head.height() + (2 * pad + pad / 2) * shape.scale;
}

bool fits(const MenuView& menu, const Shape& shape, int width, int height) {
    const int rows = rows_of(menu, shape.columns) * row_height * shape.scale;
    return shape.inner(menu, width) / shape.columns >= needed_width(menu, shape.scale) &&
           frame_height(menu, shape, width) + rows + 2 * margin * shape.scale <= height;
}

// The largest letters for which all is there; then without the status.
Shape choose_shape(const MenuView& menu, int width, int height) {
    const int largest = style::scale_of(width, height);
    const int fewest =
        menu.wide ? std::clamp(static_cast<int>(menu.items.size()), 2, most_columns) : 1;
    for (const bool with_status : {true, false})
        for (int scale = largest; scale >= 1; --scale)
            for (int columns = fewest; columns <= most_columns; ++columns)
                if (const Shape shape{scale, columns, with_status};
                    fits(menu, shape, width, height))
                    return shape;
    return {1, 1, false};
}

void draw_row(const Canvas& canvas, const MenuItem& item, Area row, int scale, bool selected) {
    if (selected) fill_rounded(canvas, row, 6 * scale, style::selection);
    const Colour ink = !item.enabled ? style::faint : selected ? style::title : style::text;
    const int y = row.y + (row.height - glyph_height * scale) / 2;
    if (item.marked) {
        const int side = 8 * scale;
        fill_rounded(
            canvas,
            {row.x + (gutter * scale - side) / 2, row.y + (row.height - side) / 2, side, side},
            side / 2, style::accent(Tone::calm));
    }
    const int key_width = text_width(item.key, scale);
    const int key_x = row.x + row.width - key_width - pad / 2 * scale;
    const int room = key_x - row.x - gutter * scale;
    auto label = wrap(decode_text(item.label), std::max(2, room / (cell_width * scale)));
    if (!label.empty()) draw_text(canvas, row.x + gutter * scale, y, label.front(), scale, ink);
    draw_text(canvas, key_x, y, decode_text(item.key), scale,
              item.enabled ? style::hint : style::faint);
}

}  // namespace

std::optional<std::size_t> MenuLayout::at(int x, int y) const {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (contains(rows[i], x, y)) return i;
    return std::nullopt;
}

MenuLayout lay_out(const MenuView& menu, int width, int height) {
    const Shape shape = choose_shape(menu, width, height);
    const int scale = shape.scale, inner = std::max(shape.inner(menu, width), 1);
    const int frame = frame_height(menu, shape, width), rows = rows_of(menu, shape.columns);
    const int room = height - frame - 2 * margin * scale;
    const int row = std::clamp(room / std::max(rows, 1), lowest_row, row_height * scale);
    const int card_height = frame + rows * row, card_width = inner + 2 * pad * scale;
    const int x = (width - card_width) / 2, y = std::max(0, (height - card_height) * 2 / 5);
    MenuLayout layout{scale, shape.columns, shape.with_status, {x, y, card_width, card_height}, {}};
    const int column = inner / shape.columns;
    const int first = y + frame - pad * scale;
    for (int i = 0; i < static_cast<int>(menu.items.size()); ++i)
        layout.rows.push_back({x + pad * scale + i % shape.columns * column,
                               first + i / shape.columns * row, column, row});
    return layout;
}

void draw(const Canvas& canvas, const MenuView& menu) {
    const MenuLayout layout = lay_out(menu, canvas.width, canvas.height);
    const int scale = layout.scale;
    const Area& card = layout.card;
    fill_rounded(canvas,
                 {card.x - scale, card.y - scale, card.width + 2 * scale, card.height + 2 * scale},
                 9 * scale, style::card_edge);
    fill_rounded(canvas, card, 8 * scale, style::card);
    const int left = card.x + pad * scale;
    fill(canvas, {left, card.y, 48 * scale, 3 * scale}, style::accent(menu.tone));
    const Head head(menu, card.width - 2 * pad * scale, scale, layout.with_status);
    head.status.draw_at(canvas, left, head.title.draw_at(canvas, left, card.y + pad * scale));
    for (std::size_t i = 0; i < menu.items.size(); ++i)
        draw_row(canvas, menu.items[i], layout.rows[i], scale, i == menu.selected);
}

}  // namespace ecsview::ui
