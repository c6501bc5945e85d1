// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/overlay.h"

#include <algorithm>

#include "ui/words/glyphs.h"
#include "ui/words/text_block.h"
#include "ui/words/text_layout.h"

namespace ecsview::ui {
namespace {

struct Card {
    int pad, gap, width, inner;
    int scale;
    explicit Card(const Canvas& canvas) : scale(style::scale_of(canvas.width, canvas.height)) {
        pad = 24 * scale;
        gap = 12 * scale;
        width = std::min(canvas.width - 16 * scale, 560 * scale);
        inner = std::max(width - 2 * pad, 2 * cell_width * scale);
    }
};

// The card's ground with a coloured edge at its top; returns the corner of the space inside.
Area place_card(const Canvas& canvas, const Card& c, int content_height, Tone tone) {
    const int height = content_height + 2 * c.pad;
    // A little above the middle looks centred; a card taller than the window begins at its top.
    const int y = std::max(4 * c.scale, (canvas.height - height) * 2 / 5);
    const int x = (canvas.width - c.width) / 2;
    const int radius = 8 * c.scale;
    fill_rounded(canvas, {x - c.scale, y - c.scale, c.width + 2 * c.scale, height + 2 * c.scale},
                 radius + c.scale, style::card_edge);
    fill_rounded(canvas, {x, y, c.width, height}, radius, style::card);
    fill(canvas, {x + c.pad, y, 48 * c.scale, 3 * c.scale}, style::accent(tone));
    return {x + c.pad, y + c.pad, c.inner, content_height};
}

// Titles are one size larger, unless the window is so narrow that they would break up.
int title_scale(const Card& c, const std::string& title) {
    const int large = c.scale + 1;
    return cells_of(decode_text(title)) * cell_width * large <= 2 * c.inner ? large : c.scale;
}

int spaced(const TextBlock& block, int gap) {
    return block.empty() ? 0 : block.height() + gap;
}

void draw_dots(const Canvas& canvas, Area box, std::size_t dots, int scale) {
    const int size = 8 * scale, step = 12 * scale, pad = 12 * scale;
    const int room = std::max(1, (box.width - 2 * pad - step) / step);
    const int shown = static_cast<int>(std::min(dots, static_cast<std::size_t>(room)));
    int x = box.x + pad;
    for (int i = 0; i < shown; ++i, x += step)
        fill_rounded(canvas, {x, box.y + (box.height - size) / 2, size, size}, size / 2,
                     style::title);
    fill(canvas, {x, box.y + 8 * scale, 2 * scale, box.height - 16 * scale},
         style::accent(Tone::calm));
}

void draw_menu_button(const Canvas& canvas) {
    const Area button = menu_button(canvas.width, canvas.height);
    const int scale = style::scale_of(canvas.width, canvas.height);
    const int width = 18 * scale, thick = 2 * scale, step = 6 * scale;
    const int x = button.x + (button.width - width) / 2;
    const int y = button.y + (button.height - 2 * step - thick) / 2;
    for (int i = 0; i < 3; ++i) fill(canvas, {x, y + i * step, width, thick}, style::text);
}

}  // namespace

Area menu_button(int width, int height) {
    const int side = (style::touch_side + 4) * style::scale_of(width, height);
    return {width - side, 0, side, side};
}

bool has_menu_button(const Overlay& overlay) {
    return std::holds_alternative<Banner>(overlay) || std::holds_alternative<Notice>(overlay) ||
           std::holds_alternative<PromptView>(overlay);
}

Cover cover_of(const Overlay& overlay) {
    return std::visit(
        []<class View>(const View& view) {
            if constexpr (std::is_same_v<View, std::monostate>)
                return Cover();
            else
                return Cover(view, !std::is_same_v<View, Hint>);
        },
        overlay);
}

void draw(const Canvas& canvas, const Banner& banner) {
    const int scale = style::scale_of(canvas.width, canvas.height);
    const int pad = 14 * scale, strip = 4 * scale;
    const Area button = menu_button(canvas.width, canvas.height);
    TextBlock key(banner.menu_key, button.x / 4, scale, style::hint);
    key.limit(1);
    const int key_x = button.x - key.width();
    const int inner = key_x - strip - 2 * pad;
    const TextBlock headline(banner.headline, inner, scale, style::title);
    const TextBlock detail(banner.detail, inner, scale, style::text);
    const int height = std::max(headline.height() + detail.height() + 2 * pad, button.height);
    fill(canvas, {0, 0, canvas.width, height}, style::bar);
    fill(canvas, {0, 0, strip, height}, style::accent(banner.tone));
    fill(canvas, {0, height, canvas.width, scale}, 0x66000000);
    const int y = headline.draw_at(canvas, strip + pad, pad);
    detail.draw_at(canvas, strip + pad, y);
    key.draw_at(canvas, key_x, pad);
    draw_menu_button(canvas);
}

void draw(const Canvas& canvas, const Hint& hint) {
    const int scale = style::scale_of(canvas.width, canvas.height);
    const int pad = 14 * scale, margin = 24 * scale;
    const TextBlock text(hint.text, std::min(canvas.width - 2 * margin, 640 * scale) - 2 * pad,
                         scale, style::text);
    const int width = text.width() + 2 * pad, height = text.height() + 2 * pad;
    const Area box{(canvas.width - width) / 2, canvas.height - height - margin, width, height};
    fill_rounded(canvas, box, 8 * scale, style::card_edge);
    fill_rounded(canvas,
                 {box.x + scale, box.y + scale, box.width - 2 * scale, box.height - 2 * scale},
                 7 * scale, style::card);
    text.draw_at(canvas, box.x + pad, box.y + pad);
}

void draw(const Canvas& canvas, const Notice& notice) {
    const Card c(canvas);
    const TextBlock title(notice.title, c.inner, title_scale(c, notice.title), style::title);
    const TextBlock text(notice.text, c.inner, c.scale, style::text);
    const TextBlock hint(notice.hint, c.inner, c.scale, style::hint);
    const int height = title.height() + spaced(text, c.gap) + spaced(hint, c.gap);
    const Area at = place_card(canvas, c, height, notice.tone);
    int y = title.draw_at(canvas, at.x, at.y);
    if (!text.empty()) y = text.draw_at(canvas, at.x, y + c.gap);
    hint.draw_at(canvas, at.x, y + c.gap);
    draw_menu_button(canvas);
}

void draw(const Canvas& canvas, const PromptView& prompt) {
    const Card c(canvas);
    const TextBlock title(prompt.title, c.inner, title_scale(c, prompt.title), style::title);
    const TextBlock text(prompt.text, c.inner, c.scale, style::text);
    const TextBlock hint(prompt.hint, c.inner, c.scale, style::hint);
    const int field_height = 36 * c.scale;
    const int height =
        title.height() + spaced(text, c.gap) + c.gap + field_height + spaced(hint, c.gap);
    const Area at = place_card(canvas, c, height, Tone::calm);
    int y = title.draw_at(canvas, at.x, at.y);
    if (!text.empty()) y = text.draw_at(canvas, at.x, y + c.gap);
    const Area box{at.x, y + c.gap, c.inner, field_height};
    fill_rounded(canvas, box, 6 * c.scale, style::accent(Tone::calm));
    fill_rounded(
        canvas,
        {box.x + c.scale, box.y + c.scale, box.width - 2 * c.scale, box.height - 2 * c.scale},
        5 * c.scale, style::field);
    draw_dots(canvas, box, prompt.dots, c.scale);
    hint.draw_at(canvas, at.x, box.y + box.height + c.gap);
    draw_menu_button(canvas);
}

}  // namespace ecsview::ui
