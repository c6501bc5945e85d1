// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picker/picker_view.h"

#include <algorithm>

#include "base/language.h"
#include "ui/words/glyphs.h"
#include "ui/words/text_block.h"
#include "ui/words/text_layout.h"

namespace ecsview::ui {
namespace {

constexpr int margin = 12, pad = 10;  // before the scale, as all that follows
constexpr int field_height = 36, headline_height = 28, line_height = glyph_height + 4;
constexpr std::size_t most_trouble_lines = 4;
// Cells of the second line's columns: an ID has 22, most regions 14, an address of IPv4 15.
constexpr int id_cells = 24, region_cells = 17, address_cells = 17;
constexpr std::string_view invitation =
    tr_later("Type to filter by name, ID, status, region, address or system");

int button_width(const PickerButton& button, int scale) {
    return std::max(width_of(button.label, scale) + width_of(button.key, scale) +
                        (2 * pad + cell_width) * scale,
                    style::touch_side * scale);
}

TextBlock trouble_block(const std::string& trouble, int width, int scale) {
    TextBlock block(trouble, width - (2 * margin + pad) * scale, scale, style::text);
    block.limit(most_trouble_lines);
    return block;
}

Colour colour_of(const std::string& status) {
    if (status == "Running") return style::good;
    const bool moves = status == "Starting" || status == "Stopping" || status == "Pending";
    return moves ? style::accent(Tone::waiting) : style::faint;
}

// ---- the parts ----------------------------------------------------------------------------------

void draw_field(const Canvas& canvas, const PickerLayout& layout, const std::string& filter) {
    const Area& box = layout.field;
    const int scale = layout.scale;
    fill_rounded(canvas, box, 6 * scale, style::accent(Tone::calm));
    fill_rounded(canvas,
                 {box.x + scale, box.y + scale, box.width - 2 * scale, box.height - 2 * scale},
                 5 * scale, style::field);
    const int y = box.y + (box.height - glyph_height * scale) / 2;
    const int x = box.x + pad * scale, room = box.width - 3 * pad * scale;
    // Of a long line the end is seen, where the caret is.
    std::u32string text = decode_text(filter);
    while (!text.empty() && cells_of(text) > cells_in(room, scale)) text.erase(text.begin());
    draw_text(canvas, x, y, text, scale, style::title);
    const int caret = x + cells_of(text) * cell_width * scale;
    fill(canvas, {caret, box.y + 8 * scale, 2 * scale, box.height - 16 * scale},
         style::accent(Tone::calm));
    if (filter.empty())
        draw_line(canvas, x + cell_width * scale, y, tr(invitation), room, scale, style::faint);
}

// The columns of the second line, as far as there is room.
void draw_details(const Canvas& canvas, int x, int y, const Entry& entry, int cells, int scale,
                  Colour colour) {
    const struct {
        const std::string& text;
        int cells;
    } columns[] = {{entry.id, id_cells},
                   {entry.region, region_cells},
                   {entry.address, address_cells},
                   {entry.system, cells}};
    for (const auto& [text, wanted] : columns) {
        const int room = std::min(wanted, cells);
        if (room <= 0) return;
        const int gap = room == wanted && wanted != cells ? 1 : 0;
        draw_text(canvas, x, y, cut(decode_text(text), room - gap), scale, colour);
        x += wanted * cell_width * scale;
        cells -= wanted;
    }
}

void draw_row(const Canvas& canvas, const PickerRow& row, const Area& area, int scale,
              bool selected) {
    if (selected) fill_rounded(canvas, area, 6 * scale, style::selection);
    const int left = area.x + pad * scale, right = area.x + area.width - pad * scale;
    const int first = area.y + 4 * scale, second = first + line_height * scale;
    const Entry& entry = row.entry;
    const std::string state = word_of_status(entry.status);
    const int status = width_of(state, scale), dot = 8 * scale;
    const int status_x = right - status;
    draw_line(canvas, status_x, first, state, status, scale, style::text);
    fill_rounded(canvas, {status_x - 2 * dot, first + (glyph_height * scale - dot) / 2, dot, dot},
                 dot / 2, colour_of(entry.status));
    draw_line(canvas, left, first, entry.name.empty() ? entry.id : entry.name,
              status_x - 3 * dot - left, scale, style::title);
    const Colour ink = selected ? style::text : style::hint;
    const int used = width_of(row.used, scale);
    draw_line(canvas, right - used, second, row.used, used, scale, ink);
    const int room = right - left - used - (used > 0 ? 2 * cell_width * scale : 0);
    draw_details(canvas, left, second, entry, cells_in(room, scale), scale, ink);
}

void draw_scroll_bar(const Canvas& list, const PickerView& view, int scale) {
    if (view.length <= list.height || list.height <= 0) return;
    const double share = double(list.height) / view.length;
    const int thumb = std::max(16 * scale, static_cast<int>(list.height * share));
    const double way = double(view.scrolled) / (view.length - list.height);
    fill_rounded(
        list,
        {list.width - 4 * scale, static_cast<int>((list.height - thumb) * way), 4 * scale, thumb},
        2 * scale, style::faint);
}

void draw_list(const Canvas& canvas, const PickerLayout& layout, const PickerView& view) {
    const int scale = layout.scale;
    const Canvas list = part(canvas, layout.list);
    int y = -view.offset;
    for (std::size_t i = 0; i < view.rows.size(); ++i, y += layout.row_height)
        draw_row(list, view.rows[i], {0, y, list.width - 8 * scale, layout.row_height}, scale,
                 view.selected == i);
    draw_scroll_bar(list, view, scale);
    if (view.words.empty()) return;
    const TextBlock words(view.words, std::min(list.width - 2 * pad * scale, 560 * scale), scale,
                          style::text);
    words.draw_at(list, (list.width - words.width()) / 2,
                  std::max(0, (list.height - words.height()) * 2 / 5));
}

void draw_trouble(const Canvas& canvas, const PickerLayout& layout, const std::string& trouble) {
    if (trouble.empty()) return;
    const Area& area = layout.trouble;
    const int scale = layout.scale;
    fill(canvas, area, style::card);
    fill(canvas, {area.x, area.y, 4 * scale, area.height}, style::accent(Tone::bad));
    trouble_block(trouble, area.width, scale)
        .draw_at(canvas, area.x + margin * scale, area.y + 4 * scale);
}

void draw_button(const Canvas& canvas, const PickerButton& button, const Area& area, int scale) {
    const int inset = 4 * scale;
    fill_rounded(canvas, {area.x, area.y + inset, area.width, area.height - 2 * inset}, 6 * scale,
                 style::card);
    const int x = area.x + pad * scale, y = area.y + (area.height - glyph_height * scale) / 2;
    draw_text(canvas, x, y, decode_text(button.label), scale, style::text);
    draw_text(canvas, x + width_of(button.label, scale) + cell_width * scale, y,
              decode_text(button.key), scale, style::hint);
}

}  // namespace

PickerLayout lay_out(const std::string& trouble, const std::vector<PickerButton>& buttons,
                     int width, int height) {
    PickerLayout out;
    const int scale = out.scale = style::scale_of(width, height);
    const int inner = std::max(0, width - 2 * margin * scale);
    out.row_height = style::touch_side * scale;
    out.field = {margin * scale, pad * scale, inner, field_height * scale};
    out.headline = {margin * scale, out.field.y + out.field.height, inner, headline_height * scale};
    const int footer = style::touch_side * scale;
    const int told =
        trouble.empty() ? 0 : trouble_block(trouble, width, scale).height() + 8 * scale;
    const int top = out.headline.y + out.headline.height;
    const int bottom = std::max(top, height - footer - told);
    out.list = {margin * scale, top, inner, bottom - top};
    out.trouble = {0, bottom, width, told};
    int x = margin * scale;
    for (const PickerButton& button : buttons) {
        const Area area{x, height - footer, button_width(button, scale), footer};
        if (area.x + area.width > width) break;
        out.buttons.push_back(area);
        x += area.width + pad * scale;
    }
    return out;
}

void draw(const Canvas& canvas, const PickerView& view) {
    const PickerLayout layout = lay_out(view.trouble, view.buttons, canvas.width, canvas.height);
    if (view.card) return draw(canvas, *view.card);
    draw_field(canvas, layout, view.filter);
    const int scale = layout.scale;
    draw_line(canvas, layout.headline.x + pad * scale,
              layout.headline.y + (layout.headline.height - glyph_height * scale) / 2,
              view.headline, layout.headline.width - 2 * pad * scale, scale, style::hint);
    draw_list(canvas, layout, view);
    draw_trouble(canvas, layout, view.trouble);
    for (std::size_t i = 0; i < layout.buttons.size(); ++i)
        draw_button(canvas, view.buttons[i], layout.buttons[i], scale);
}

}  // namespace ecsview::ui
