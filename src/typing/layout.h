// SPDX-License-Identifier: GPL-2.0-or-later
// What the guest's keyboard layout needs to have pressed for a character. The tables are cut from
// the XKB data at build time (assets/layouts/cut): a kiosk has none of it, and the whole of it is
// far larger than the program. Constant data, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace ecsview::typing {

using Modifiers = std::uint8_t;
constexpr Modifiers shift = 1, altgr = 2, ctrl = 4, alt = 8;

// One key with the modifiers that are down meanwhile.
struct Stroke {
    std::uint32_t keysym;  // X11's, for servers that go by it
    std::uint8_t qnum;     // QEMU's number of the key, as in rfb::extended_key_event
    Modifiers modifiers = 0;
    bool operator==(const Stroke&) const = default;
};

// Defined in the generated source: rows sorted by character. A keysym that does not fit is 0: it is
// the character's own. `dead`: 0, or 1 + the place of the dead key that goes before.
struct KeyRow {
    char16_t character;
    std::uint16_t keysym;
    std::uint8_t qnum;
    std::uint8_t modifiers : 2, dead : 6;
};
struct DeadKey {
    std::uint16_t keysym;
    std::uint8_t qnum;
    std::uint8_t modifiers;
};
struct LayoutTable {
    std::string_view name;
    std::span<const KeyRow> rows;
    std::span<const DeadKey> dead;
};
extern const LayoutTable layout_tables[];
extern const std::size_t layout_count;

class Layout {
public:
    Layout();  // us
    static std::optional<Layout> by_name(std::string_view name);

    std::string_view name() const { return table_->name; }
    // One or two strokes; none: the layout cannot type it.
    std::vector<Stroke> strokes_of(char32_t character) const;
    // What the key gives with exactly these modifiers; a dead key's is the sign that it puts over
    // letters. 0: nothing, or what a better key gives, too.
    char32_t character_of(std::uint8_t qnum, Modifiers modifiers) const;

private:
    explicit Layout(const LayoutTable& table) : table_(&table) {}
    const LayoutTable* table_;
};

}  // namespace ecsview::typing
