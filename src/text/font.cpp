// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/font.h"

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <span>
#include <stdexcept>
#include <string_view>

#include "text/font_table.h"

namespace ecsview::text {
namespace {

// FNV-1a, over four rows at a time instead of bytes, and folded, for its high bits are the good
// ones.
std::uint64_t hash(const Glyph& glyph) {
    std::array<std::uint64_t, largest_height / 4> words;
    static_assert(sizeof words == sizeof glyph);
    std::memcpy(words.data(), glyph.data(), sizeof words);
    std::uint64_t value = 0xcbf29ce484222325;
    for (const auto word : words) value = (value ^ word ^ value >> 32) * 0x100000001b3;
    return value;
}

std::vector<unsigned char> unpack() {
    std::vector<unsigned char> out(font_table_size);
    uLongf size = out.size();
    if (uncompress(out.data(), &size, font_table_packed, font_table_packed_size) != Z_OK ||
        size != out.size())
        throw std::runtime_error("the table of fonts is damaged");
    return out;
}

// Reads the table from its front; what it says of itself is right, for the build made it.
class Reader {
public:
    explicit Reader(std::span<const unsigned char> bytes) : left_(bytes) {}
    bool at_end() const { return left_.empty(); }
    unsigned byte() {
        const unsigned value = left_.front();
        left_ = left_.subspan(1);
        return value;
    }
    unsigned number() {
        const unsigned low = byte();
        return low | byte() << 8;
    }
    std::string name() {
        std::string text;
        while (const auto c = byte()) text += static_cast<char>(c);
        return text;
    }

private:
    std::span<const unsigned char> left_;
};

Glyph read_glyph(Reader& from, CellSize size) {
    Glyph glyph{};
    for (std::size_t y = 0; y < static_cast<std::size_t>(size.height); ++y) {
        const unsigned high = from.byte() << 8;
        glyph[y] = static_cast<std::uint16_t>(size.width > 8 ? high | from.byte() : high);
    }
    return glyph;
}

Font read_font(Reader& from) {
    auto name = from.name();
    CellSize size;
    size.width = static_cast<int>(from.byte());
    size.height = static_cast<int>(from.byte());
    std::vector<char16_t> characters(from.number());
    for (auto& character : characters) character = static_cast<char16_t>(from.number());
    std::vector<Glyph> glyphs;
    glyphs.reserve(characters.size());
    while (glyphs.size() < characters.size()) glyphs.push_back(read_glyph(from, size));
    return {std::move(name), size, std::move(glyphs), std::move(characters)};
}

// How much of the glyph the bar hides; nothing: it shows something else outside of it.
std::optional<int> hidden(const Bar& bar, const Glyph& seen, const Glyph& whole) {
    int bits = 0;
    for (std::size_t y = 0; y < whole.size(); ++y) {
        if (bar.hides(static_cast<int>(y)))
            bits += std::popcount(whole[y]);
        else if (seen[y] != whole[y])
            return std::nullopt;
    }
    return bits;
}

}  // namespace

Font::Font(std::string name, CellSize size, std::vector<Glyph> glyphs,
           std::vector<char16_t> characters)
    : name_(std::move(name)),
      size_(size),
      glyphs_(std::move(glyphs)),
      characters_(std::move(characters)) {
    for (std::size_t n = 0; n < glyphs_.size(); ++n)
        by_hash_.emplace_back(hash(glyphs_[n]), static_cast<std::uint16_t>(n));
    std::ranges::sort(by_hash_);
}

std::optional<char32_t> Font::character_of(const Glyph& glyph) const {
    if (glyph == Glyph{}) return U' ';
    const auto key = hash(glyph);
    for (auto found = std::ranges::lower_bound(by_hash_, std::pair{key, std::uint16_t{0}});
         found != by_hash_.end() && found->first == key; ++found)
        if (glyphs_[found->second] == glyph) return characters_[found->second];
    return std::nullopt;
}

std::optional<char32_t> Font::character_behind(const Bar& bar, const Glyph& glyph) const {
    if (hidden(bar, glyph, Glyph{})) return U' ';
    std::optional<char32_t> best;
    std::pair<bool, int> least;  // not of ASCII, bits
    for (std::size_t n = 0; n < glyphs_.size(); ++n) {
        const auto bits = hidden(bar, glyph, glyphs_[n]);
        if (!bits) continue;
        const std::pair cost{characters_[n] > 0x7e, *bits};
        if (best && cost >= least) continue;
        best = characters_[n];
        least = cost;
    }
    return best;
}

std::vector<Font> console_fonts() {
    const auto bytes = unpack();
    Reader from(bytes);
    std::vector<Font> fonts;
    while (!from.at_end()) fonts.push_back(read_font(from));
    return fonts;
}

}  // namespace ecsview::text
