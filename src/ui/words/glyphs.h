// SPDX-License-Identifier: GPL-2.0-or-later
// The letters that the program carries with it, so that a machine without fonts can show text. The
// table is cut from GNU Unifont at build time (assets/glyphs/cut). The wide letters are unpacked
// when the first of them is asked for, some 250 kB that stay. Constant data, any thread.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace ecsview::ui {

// Defined in the generated source. Codes are sorted; a glyph is 16 rows, the leftmost pixel in the
// highest bit.
extern const std::size_t narrow_glyph_count, wide_glyph_count;
extern const char16_t narrow_glyph_codes[];
extern const std::uint8_t narrow_glyph_rows[];  // 8 pixels wide, 16 bytes a glyph
// Deflated (RFC 1950): of each glyph how far its code is from the last one's (two bytes, the low
// one first), then the left halves of all, 16 bytes a glyph, then the right halves.
extern const std::size_t wide_glyphs_packed_size;
extern const unsigned char wide_glyphs_packed[];

constexpr int glyph_height = 16;
constexpr int cell_width = 8;  // a narrow glyph is one cell wide, a wide one two

struct Glyph {
    int cells = 1;
    std::array<std::uint16_t, glyph_height> rows{};  // the leftmost pixel in bit 15
    bool missing = false;                            // the box that stands for an unknown character
};

// Never fails: a character that is not in the table is a box of the width the character has.
Glyph glyph_of(char32_t character);
int cells_of(char32_t character);

}  // namespace ecsview::ui
