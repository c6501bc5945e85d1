// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/cell_width.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"

namespace ecsview {
namespace {

struct Block {
    char32_t first, last;
};

constexpr Block wide[] = {
    {0x1100, 0x115f}, {0x2e80, 0xa4cf}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},
    {0xff01, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3ffff},
};

constexpr Block marks[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd},   {0x0610, 0x061a},
    {0x064b, 0x065f}, {0x200b, 0x200f}, {0x20d0, 0x20ff},   {0xfe00, 0xfe0f},
    {0xfe20, 0xfe2f}, {0xfeff, 0xfeff}, {0xe0100, 0xe01ef},
};

template <std::size_t count>
bool in(const Block (&blocks)[count], char32_t c) {
    return std::ranges::any_of(blocks,
                               [c](const Block& one) { return c >= one.first && c <= one.last; });
}

}  // namespace

bool is_wide(char32_t character) noexcept {
    return in(wide, character);
}

int cell_width(char32_t character) noexcept {
    if (character < 0x300) return 1;
    return in(marks, character) ? 0 : is_wide(character) ? 2 : 1;
}

int cell_width(std::string_view text) noexcept {
    int cells = 0;
    while (const auto c = utf8_next(text)) cells += cell_width(*c);
    return cells;
}

std::string cut_to_cells(std::string_view text, int cells) {
    if (cell_width(text) <= cells) return std::string(text);
    std::string_view rest = text;
    int used = 0;
    std::size_t size = 0;
    while (const auto c = utf8_next(rest)) {
        used += cell_width(*c);
        if (used > cells - 1) break;
        size = text.size() - rest.size();
    }
    return std::string(text.substr(0, size)) + (cells > 0 ? "\u2026" : "");
}

}  // namespace ecsview
