// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/layout.h"

#include <algorithm>

#include "rfb/keysym.h"

namespace ecsview::typing {

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

}  // namespace ecsview::typing
