// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/glyphs.h"

#include <zlib.h>

#include <algorithm>
#include <optional>
#include <span>
#include <stdexcept>
#include <vector>

#include "base/cell_width.h"

namespace ecsview::ui {
namespace {

std::optional<std::size_t> find(std::span<const char16_t> codes, char32_t character) {
    if (character > 0xffff) return std::nullopt;
    const auto code = static_cast<char16_t>(character);
    const auto at = std::ranges::lower_bound(codes, code);
    if (at == codes.end() || *at != code) return std::nullopt;
    return static_cast<std::size_t>(at - codes.begin());
}

std::optional<std::size_t> find_narrow(char32_t character) {
    return find({narrow_glyph_codes, narrow_glyph_count}, character);
}

std::vector<unsigned char> unpacked() {
    std::vector<unsigned char> out(wide_glyph_count * (2 + 2 * glyph_height));
    uLongf size = out.size();
    if (uncompress(out.data(), &size, wide_glyphs_packed, wide_glyphs_packed_size) != Z_OK ||
        size != out.size())
        throw std::runtime_error("the table of glyphs is damaged");
    return out;
}

class WideGlyphs {
public:
    WideGlyphs() : bytes_(unpacked()) {
        unsigned code = 0;
        for (std::size_t n = 0; n < wide_glyph_count; ++n) {
            code += bytes_[2 * n] | unsigned{bytes_[2 * n + 1]} << 8;
            codes_.push_back(static_cast<char16_t>(code));
        }
    }
    std::optional<std::size_t> find(char32_t character) const {
        return ui::find(codes_, character);
    }
    Glyph glyph(std::size_t n) const {
        Glyph glyph{2};
        const unsigned char* left = bytes_.data() + 2 * wide_glyph_count + n * glyph_height;
        const unsigned char* right = left + wide_glyph_count * glyph_height;
        for (std::size_t y = 0; y < glyph.rows.size(); ++y)
            glyph.rows[y] = static_cast<std::uint16_t>(left[y] << 8 | right[y]);
        return glyph;
    }

private:
    const std::vector<unsigned char> bytes_;
    std::vector<char16_t> codes_;
};

// A window that shows none of them never has them unpacked.
const WideGlyphs& wide_glyphs() {
    static const WideGlyphs glyphs;
    return glyphs;
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
    if (const auto at = find_narrow(character)) {
        Glyph glyph;
        const std::uint8_t* rows = narrow_glyph_rows + *at * glyph_height;
        for (std::size_t y = 0; y < glyph.rows.size(); ++y)
            glyph.rows[y] = static_cast<std::uint16_t>(rows[y] << 8);
        return glyph;
    }
    if (const auto at = wide_glyphs().find(character)) return wide_glyphs().glyph(*at);
    return box(is_wide(character) ? 2 : 1);
}

int cells_of(char32_t character) {
    if (find_narrow(character)) return 1;
    return is_wide(character) || wide_glyphs().find(character) ? 2 : 1;
}

}  // namespace ecsview::ui
