// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/text_layout.h"

#include <algorithm>

#include "base/line_break.h"
#include "base/utf8.h"
#include "ui/words/glyphs.h"

namespace ecsview::ui {
namespace {

// May a line end between these two characters? (Spaces are handled by the caller.)
bool breaks_between(char32_t before, char32_t after) {
    return (cells_of(before) == 2 || cells_of(after) == 2) && breaks_between_wide(before, after);
}

// How many characters of `text` go on one line; a newline ends it.
std::size_t line_size(std::u32string_view text, int columns) {
    int used = 0;
    std::size_t last_break = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == U'\n') return i;
        if (i > 0 && (text[i] == U' ' || breaks_between(text[i - 1], text[i]))) last_break = i;
        used += cells_of(text[i]);
        if (used > columns && text[i] != U' ')
            return last_break ? last_break : std::max(i, std::size_t{1});
    }
    return text.size();
}

std::u32string trimmed(std::u32string_view line) {
    while (!line.empty() && line.back() == U' ') line.remove_suffix(1);
    return std::u32string(line);
}

}  // namespace

std::u32string decode_text(std::string_view utf8) {
    std::u32string text;
    while (const auto c = utf8_next(utf8)) {
        const bool control = *c < 0x20 || (*c >= 0x7f && *c < 0xa0);
        if (!control || *c == U'\n') text += *c;
    }
    return text;
}

int cells_of(std::u32string_view text) {
    int cells = 0;
    for (const char32_t c : text) cells += cells_of(c);
    return cells;
}

std::u32string cut(std::u32string text, int cells) {
    int used = cells_of(text);
    if (used <= cells) return text;
    while (!text.empty() && used > cells - 1) {
        used -= cells_of(text.back());
        text.pop_back();
    }
    if (cells > 0) text += U'\u2026';
    return text;
}

std::vector<std::u32string> wrap(std::u32string_view text, int columns) {
    columns = std::max(columns, 2);
    std::vector<std::u32string> lines;
    while (!text.empty()) {
        const std::size_t size = line_size(text, columns);
        lines.push_back(trimmed(text.substr(0, size)));
        text.remove_prefix(size);
        if (!text.empty() && text.front() == U'\n') {
            text.remove_prefix(1);
            continue;
        }
        while (!text.empty() && text.front() == U' ') text.remove_prefix(1);
    }
    return lines;
}

void draw_text(const Canvas& canvas, int x, int y, std::u32string_view line, int scale,
               Colour colour) {
    for (const char32_t c : line) {
        const Glyph glyph = glyph_of(c);
        const int width = glyph.cells * cell_width;
        for (int row = 0; row < glyph_height; ++row) {
            const unsigned bits = glyph.rows[static_cast<std::size_t>(row)];
            for (int column = 0; column < width; ++column)
                if (bits & (0x8000u >> column))
                    fill(canvas, {x + column * scale, y + row * scale, scale, scale}, colour);
        }
        x += width * scale;
    }
}

int cells_in(int width, int scale) {
    return std::max(0, width / (cell_width * scale));
}

int width_of(std::string_view utf8, int scale) {
    return cells_of(decode_text(utf8)) * cell_width * scale;
}

void draw_line(const Canvas& canvas, int x, int y, std::string_view utf8, int width, int scale,
               Colour colour) {
    draw_text(canvas, x, y, cut(decode_text(utf8), cells_in(width, scale)), scale, colour);
}

}  // namespace ecsview::ui
