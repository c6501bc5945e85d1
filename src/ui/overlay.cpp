// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/overlay.h"

#include <algorithm>

#include "ui/glyphs.h"
#include "ui/text_layout.h"

namespace ecsview::ui {
namespace {

constexpr Colour ground = opaque(0x12161c);
constexpr Colour bar = 0xe6161b22;
constexpr Colour card = 0xf51c222b;
constexpr Colour card_edge = opaque(0x39424f);
constexpr Colour field = opaque(0x0d1117);
constexpr Colour title_colour = opaque(0xf3f6fa);
constexpr Colour text_colour = opaque(0xc3ccd8);
constexpr Colour hint_colour = opaque(0x8d97a5);

Colour accent(Tone tone) {
    switch (tone) {
        case Tone::waiting: return opaque(0xf0a63a);
        case Tone::bad: return opaque(0xe5564d);
        case Tone::calm: break;
    }
    return opaque(0x4c9df3);
}

// Letters of 16 pixels on a screen of ordinary size, 32 and more on large ones.
int base_scale(const Canvas& canvas) {
    return std::clamp(std::min(canvas.height / 640, canvas.width / 900), 1, 6);
}

struct Block {
    std::vector<std::u32string> lines;
    int scale = 1;
    Colour colour = text_colour;

    Block(const std::string& text, int width, int letters, Colour ink)
        : scale(letters), colour(ink) {
        lines = wrap(decode_text(text), width / (cell_width * letters));
    }
    int line_height() const { return (glyph_height + 4) * scale; }
    int height() const { return static_cast<int>(lines.size()) * line_height(); }
    // Returns the y below the block.
    int draw_at(const Canvas& canvas, int x, int y) const {
        for (const auto& line : lines) {
            draw_text(canvas, x, y + 2 * scale, line, scale, colour);
            y += line_height();
        }
        return y;
    }
};

struct Card {
    int pad, gap, width, inner;
    int scale;
    explicit Card(const Canvas& canvas) : scale(base_scale(canvas)) {
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
                 radius + c.scale, card_edge);
    fill_rounded(canvas, {x, y, c.width, height}, radius, card);
    fill(canvas, {x + c.pad, y, 48 * c.scale, 3 * c.scale}, accent(tone));
    return {x + c.pad, y + c.pad, c.inner, content_height};
}

// Titles are one size larger, unless the window is so narrow that they would break up.
int title_scale(const Card& c, const std::string& title) {
    const int large = c.scale + 1;
    return cells_of(decode_text(title)) * cell_width * large <= 2 * c.inner ? large : c.scale;
}

int spaced(const Block& block, int gap) {
    return block.lines.empty() ? 0 : block.height() + gap;
}

void draw_dots(const Canvas& canvas, Area box, std::size_t dots, int scale) {
    const int size = 8 * scale, step = 12 * scale, pad = 12 * scale;
    const int room = std::max(1, (box.width - 2 * pad - step) / step);
    const int shown = static_cast<int>(std::min(dots, static_cast<std::size_t>(room)));
    int x = box.x + pad;
    for (int i = 0; i < shown; ++i, x += step)
        fill_rounded(canvas, {x, box.y + (box.height - size) / 2, size, size}, size / 2,
                     title_colour);
    fill(canvas, {x, box.y + 8 * scale, 2 * scale, box.height - 16 * scale}, accent(Tone::calm));
}

}  // namespace

void dim(const Canvas& canvas) {
    fill(canvas, {0, 0, canvas.width, canvas.height}, 0x8c000000);
}

void draw_ground(const Canvas& canvas) {
    fill(canvas, {0, 0, canvas.width, canvas.height}, ground);
}

void draw(const Canvas& canvas, const Banner& banner) {
    const int scale = base_scale(canvas), pad = 14 * scale, strip = 4 * scale;
    const int inner = canvas.width - 2 * pad - strip;
    const Block headline(banner.headline, inner, scale, title_colour);
    const Block detail(banner.detail, inner, scale, text_colour);
    const int height = headline.height() + detail.height() + 2 * pad;
    fill(canvas, {0, 0, canvas.width, height}, bar);
    fill(canvas, {0, 0, strip, height}, accent(banner.tone));
    fill(canvas, {0, height, canvas.width, scale}, 0x66000000);
    const int y = headline.draw_at(canvas, strip + pad, pad);
    detail.draw_at(canvas, strip + pad, y);
}

void draw(const Canvas& canvas, const Notice& notice) {
    const Card c(canvas);
    const Block title(notice.title, c.inner, title_scale(c, notice.title), title_colour);
    const Block text(notice.text, c.inner, c.scale, text_colour);
    const Block hint(notice.hint, c.inner, c.scale, hint_colour);
    const int height = title.height() + spaced(text, c.gap) + spaced(hint, c.gap);
    const Area at = place_card(canvas, c, height, notice.tone);
    int y = title.draw_at(canvas, at.x, at.y);
    if (!text.lines.empty()) y = text.draw_at(canvas, at.x, y + c.gap);
    hint.draw_at(canvas, at.x, y + c.gap);
}

void draw(const Canvas& canvas, const PromptView& prompt) {
    const Card c(canvas);
    const Block title(prompt.title, c.inner, title_scale(c, prompt.title), title_colour);
    const Block text(prompt.text, c.inner, c.scale, text_colour);
    const Block hint(prompt.hint, c.inner, c.scale, hint_colour);
    const int field_height = 36 * c.scale;
    const int height =
        title.height() + spaced(text, c.gap) + c.gap + field_height + spaced(hint, c.gap);
    const Area at = place_card(canvas, c, height, Tone::calm);
    int y = title.draw_at(canvas, at.x, at.y);
    if (!text.lines.empty()) y = text.draw_at(canvas, at.x, y + c.gap);
    const Area box{at.x, y + c.gap, c.inner, field_height};
    fill_rounded(canvas, box, 6 * c.scale, accent(Tone::calm));
    fill_rounded(
        canvas,
        {box.x + c.scale, box.y + c.scale, box.width - 2 * c.scale, box.height - 2 * c.scale},
        5 * c.scale, field);
    draw_dots(canvas, box, prompt.dots, c.scale);
    hint.draw_at(canvas, at.x, box.y + box.height + c.gap);
}

}  // namespace ecsview::ui
