// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/layout.h"

#include <algorithm>

#include "rfb/keysym.h"

namespace ecsview::typing {
namespace {

// Of X11's dead keys from 0xfe50 on: grave, acute, circumflex, tilde, macron, breve, dot,
// diaeresis, ring, double acute, caron, cedilla, ogonek. Some layouts name the sign itself.
char32_t sign_of(std::uint32_t dead_keysym) {
    if (dead_keysym < 0x100) return dead_keysym;
    constexpr std::u32string_view signs =
        U"`\u00b4^~\u00af\u02d8\u02d9\u00a8\u00b0\u02dd\u02c7\u00b8\u02db";
    const std::uint32_t at = dead_keysym - 0xfe50;
    return at < signs.size() ? signs[at] : 0;
}

}  // namespace

Layout::Layout() : table_(layout_tables) {}

std::optional<Layout> Layout::by_name(std::string_view name) {
    const std::span tables(layout_tables, layout_count);
    const auto found = std::ranges::find(tables, name, &LayoutTable::name);
    if (found == tables.end()) return std::nullopt;
    return Layout(*found);
}

std::vector<Stroke> Layout::strokes_of(char32_t character) const {
    const auto row = std::ranges::lower_bound(table_->rows, character, {}, &KeyRow::character);
    if (row == table_->rows.end() || row->character != character) return {};
    std::vector<Stroke> strokes;
    if (row->dead) {
        const DeadKey& dead = table_->dead[row->dead - 1u];
        strokes.push_back({dead.keysym, dead.qnum, dead.modifiers});
    }
    const std::uint32_t keysym = row->keysym ? row->keysym : rfb::keysym_of(character);
    strokes.push_back({keysym, row->qnum, row->modifiers});
    return strokes;
}

char32_t Layout::character_of(std::uint8_t qnum, Modifiers modifiers) const {
    const auto is_it = [&](const auto& key) {
        return key.qnum == qnum && key.modifiers == modifiers;
    };
    for (const KeyRow& row : table_->rows)
        if (!row.dead && is_it(row)) return row.character;
    for (const DeadKey& key : table_->dead)
        if (is_it(key)) return sign_of(key.keysym);
    return 0;
}

}  // namespace ecsview::typing
