// SPDX-License-Identifier: GPL-2.0-or-later
// The fonts that text consoles are drawn with: which character a glyph is. Pure; they are unpacked
// when they are asked for, some 2 MB, and go with whoever asked.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "text/cell.h"

namespace ecsview::text {

class Font {
public:
    // `glyphs` and `characters` are as many.
    Font(std::string name, CellSize size, std::vector<Glyph> glyphs,
         std::vector<char16_t> characters);

    const std::string& name() const { return name_; }
    CellSize size() const { return size_; }
    // The character of exactly this glyph. No bit at all is a space.
    std::optional<char32_t> character_of(const Glyph& glyph) const;
    // The character of which only what is outside of the bar is seen; of several one of ASCII, and
    // the one that hides least of itself there.
    std::optional<char32_t> character_behind(const Bar& bar, const Glyph& glyph) const;
    // For tests: each glyph that it knows.
    const std::vector<Glyph>& glyphs() const { return glyphs_; }

private:
    std::string name_;
    CellSize size_;
    std::vector<Glyph> glyphs_;
    std::vector<char16_t> characters_;
    std::vector<std::pair<std::uint64_t, std::uint16_t>> by_hash_;  // hash, which glyph; sorted
};

// All that assets/fonts/cut has put into the program.
std::vector<Font> console_fonts();

}  // namespace ecsview::text
