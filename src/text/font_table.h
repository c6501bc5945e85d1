// SPDX-License-Identifier: GPL-2.0-or-later
// What assets/fonts/cut writes: the fonts of text consoles, one after the other, deflated (RFC
// 1950). Each is its name and a 0 byte, its width, its height, the number of its glyphs (two bytes,
// the low one first), the character of each (two bytes), and the rows of each, whole bytes a row.
#pragma once

#include <cstddef>

namespace ecsview::text {

extern const std::size_t font_table_size;  // inflated
extern const std::size_t font_table_packed_size;
extern const unsigned char font_table_packed[];

}  // namespace ecsview::text
