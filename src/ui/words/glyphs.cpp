// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/glyphs.h"

#include <algorithm>
#include <optional>

#include "base/cell_width.h"

namespace ecsview::ui {
namespace {

std::optional<std::size_t> find(const char16_t* codes, std::size_t count, char32_t character) {
    if (character > 0xffff) return std::nullopt;
    const auto code = static_cast<char16_t>(character);
    const auto* at = std::lower_bound(codes, codes + count, code);
    if (at == codes + count || *at != code) return std::nullopt;
    return static_cast<std::size_t>(at - codes);
}

Glyph box(int cells) {
    Glyph glyph{cells, {}, true};
    const auto line = static_cast<std::uint16_t>(cells == 1 ? 0x7e00 : 0x7ffe);
    const auto sides = static_cast<std::uint16_t>(cells == 1 ? 0x4200 : 0x4002);
    for (std::size_t y = 3; y <= 13; ++y) glyph.rows[y] = y == 3 || y == 13 ? line : sides;
    return glyph;
}

}  // namespace

Glyph glyph_of(char32_t character) {
    Glyph glyph;
    if (const auto at = find(narrow_glyph_codes, narrow_glyph_count, character)) {
        const std::uint8_t* rows = narrow_glyph_rows + *at * glyph_height;
        for (std::size_t y = 0; y < glyph.rows.size(); ++y)
            glyph.rows[y] = static_cast<std::uint16_t>(rows[y] << 8);
        return glyph;
    }
    if (const auto at = find(wide_glyph_codes, wide_glyph_count, character)) {
        glyph.cells = 2;
        std::copy_n(wide_glyph_rows + *at * glyph_height, glyph_height, glyph.rows.begin());
        return glyph;
    }
    return box(is_wide(character) ? 2 : 1);
}

int cells_of(char32_t character) {
    if (find(narrow_glyph_codes, narrow_glyph_count, character)) return 1;
    if (find(wide_glyph_codes, wide_glyph_count, character)) return 2;
    return is_wide(character) ? 2 : 1;
}

}  // namespace ecsview::ui
