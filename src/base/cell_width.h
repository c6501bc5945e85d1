// SPDX-License-Identifier: GPL-2.0-or-later
// How many cells of a terminal a character takes: two for those of East Asia and for pictures, none
// for marks that lie on the one before (Unicode TR 11), coarsely and whatever the locale. Pure; any
// thread.
#pragma once

#include <string>
#include <string_view>

namespace ecsview {

// The blocks whose characters are two cells wide.
bool is_wide(char32_t character) noexcept;

// 0, 1 or 2.
int cell_width(char32_t character) noexcept;
// Of UTF-8; an ill-formed byte takes one.
int cell_width(std::string_view text) noexcept;

// The text if it has at most `cells`, else as much of its beginning as there is room for, with "…"
// behind it.
std::string cut_to_cells(std::string_view text, int cells);

}  // namespace ecsview
