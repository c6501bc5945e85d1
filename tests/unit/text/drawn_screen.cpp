// SPDX-License-Identifier: GPL-2.0-or-later
#include "drawn_screen.h"

#include <algorithm>
#include <stdexcept>

namespace ecsview::text {
namespace {

const Glyph& glyph_of(const Font& font, char32_t character) {
    static const Glyph none{};
    if (character == U' ') return none;
    const auto found = std::ranges::find_if(
        font.glyphs(), [&](const Glyph& glyph) { return font.character_of(glyph) == character; });
    if (found == font.glyphs().end())
        throw std::out_of_range("a character that is not in the font");
    return *found;
}

}  // namespace

DrawnScreen::DrawnScreen(const Font& font, int columns, int rows, int cell_width,
                         screen::DesktopPoint origin, screen::DesktopSize beyond)
    : font_(&font),
      cell_{cell_width ? cell_width : font.size().width, font.size().height},
      origin_(origin),
      size_{origin.x + columns * cell_.width + beyond.width,
            origin.y + rows * cell_.height + beyond.height},
      pixels_(static_cast<std::size_t>(size_.area())) {}

void DrawnScreen::put(int column, int row, char32_t character, std::uint32_t ink,
                      std::uint32_t paper) {
    const auto& glyph = glyph_of(*font_, character);
    const bool line = character >= 0x2500 && character < 0x25a0;
    for (int y = 0; y < cell_.height; ++y)
        for (int x = 0; x < cell_.width; ++x) {
            const int from = line ? std::min(x, font_->size().width - 1) : x;
            const bool set = glyph[static_cast<std::size_t>(y)] & (0x8000u >> from);
            dot(origin_.x + column * cell_.width + x, origin_.y + row * cell_.height + y,
                set ? ink : paper);
        }
}

void DrawnScreen::write(int column, int row, std::string_view ascii, std::uint32_t ink,
                        std::uint32_t paper) {
    for (const char c : ascii) put(column++, row, static_cast<char32_t>(c), ink, paper);
}

void DrawnScreen::cursor(int column, int row, int first, int last, std::uint32_t ink) {
    for (int y = first; y <= last; ++y)
        for (int x = 0; x < cell_.width; ++x)
            dot(origin_.x + column * cell_.width + x, origin_.y + row * cell_.height + y, ink);
}

const Font& font_named(const std::vector<Font>& fonts, std::string_view name) {
    return *std::ranges::find(fonts, name, &Font::name);
}

}  // namespace ecsview::text
