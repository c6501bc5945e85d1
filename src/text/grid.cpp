// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/grid.h"

#include <algorithm>
#include <functional>

namespace ecsview::text {
namespace {

using screen::DesktopPoint;

// So many cells with something in them tell whether a grid is right. A wrong one cuts its letters,
// and some of the pieces look like dots and lines.
constexpr std::size_t sample_size = 160;
constexpr std::size_t quick_sample_size = 48;
constexpr int needed_percent = 60;
constexpr int certain_percent = 95, certain_letters = 8;

// GRUB leaves so much at the sides of its terminal.
constexpr int grub_margin = 10;

Glyph inverse_bits(const Glyph& bits, CellSize size) {
    return inverse(Cell{2, 0, 0, bits}, size).bits;
}

// A line or a block tells little: any picture has some.
bool is_shape(char32_t c) {
    return c >= 0x2190 || c == U' ';
}

// The rows of the picture that are not of one colour.
std::vector<bool> rows_with_ink(const Picture& picture) {
    std::vector<bool> inked(static_cast<std::size_t>(picture.size.height));
    const auto width = static_cast<std::size_t>(picture.size.width);
    for (std::size_t y = 0; y < inked.size(); ++y) {
        const auto row = picture.pixels.subspan(y * width, width);
        inked[y] = std::ranges::adjacent_find(row, std::not_equal_to{}) != row.end();
    }
    return inked;
}

Grid grid_from(DesktopPoint origin, CellSize cell, screen::DesktopSize size) {
    return {origin, cell, (size.width - origin.x) / cell.width,
            (size.height - origin.y) / cell.height};
}

// Cells in which there is something, from all over the grid.
std::vector<Cell> sample(const Picture& picture, const Grid& grid, const std::vector<bool>& inked,
                         std::size_t wanted) {
    // A prime: it comes by every cell, and takes none of a line's neighbours.
    constexpr std::size_t step = 7919;
    std::vector<Cell> cells;
    const auto columns = static_cast<std::size_t>(grid.columns);
    const auto all = columns * static_cast<std::size_t>(grid.rows);
    std::size_t at = 0;
    for (std::size_t n = 0; n < all && cells.size() < wanted; ++n, at = (at + step) % all) {
        const auto place = grid.at(static_cast<int>(at % columns), static_cast<int>(at / columns));
        const auto first = inked.begin() + place.y;
        if (std::find(first, first + grid.cell.height, true) == first + grid.cell.height) continue;
        auto cell = cell_at(picture, place, grid.cell);
        if (cell.colours > 1) cells.push_back(cell);
    }
    return cells;
}

// How much of what is no mere shape is known.
struct Score {
    int percent = 0;
    int letters = 0;
    bool good() const { return percent >= needed_percent; }
    bool certain() const { return percent >= certain_percent && letters >= certain_letters; }
    auto operator<=>(const Score&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14
};

Score score(const Alphabet& alphabet, const std::vector<Cell>& cells) {
    int letters = 0, unknown = 0;
    for (const auto& cell : cells) {
        auto letter = alphabet.read(cell, cell.paper);
        // Where there are few, the cursor counts.
        if (!letter && cells.size() < certain_letters)
            letter = alphabet.read_behind_cursor(cell, cell.paper);
        if (!letter)
            ++unknown;
        else if (!is_shape(letter->character))
            ++letters;
    }
    const int all = letters + unknown;
    return {all == 0 ? needed_percent : letters * 100 / all, letters};
}

// The search: tries grids, and keeps the best.
class Search {
public:
    explicit Search(const Picture& picture) : picture_(picture), inked_(rows_with_ink(picture)) {}

    bool blank() const { return std::ranges::find(inked_, true) == inked_.end(); }
    // Whether it is so good that no other has to be tried.
    bool attempt(const Alphabet& alphabet, DesktopPoint origin, std::size_t wanted) {
        const auto grid = grid_from(origin, alphabet.cell(), picture_.size);
        if (grid.columns < 1 || grid.rows < 1) return false;
        const auto cells = sample(picture_, grid, inked_, wanted);
        const auto now = score(alphabet, cells);
        if (cells.empty() || !now.good() || now <= best_) return false;
        best_ = now;
        found_.emplace(Found{grid, alphabet});
        found_->alphabet.prefer(cells);
        return now.certain();
    }
    bool any() const { return found_.has_value(); }
    std::optional<Found> take() { return std::move(found_); }

private:
    const Picture& picture_;
    const std::vector<bool> inked_;
    Score best_;
    std::optional<Found> found_;
};

// One for each size of letters, in cells of that size; and of nine pixels for the text mode's.
std::vector<Alphabet> alphabets(const std::vector<Font>& fonts, screen::DesktopSize picture) {
    std::vector<CellSize> sizes;
    for (const auto& font : fonts)
        if (std::ranges::find(sizes, font.size()) == sizes.end()) sizes.push_back(font.size());
    std::vector<Alphabet> out;
    for (const auto size : sizes) {
        std::vector<const Font*> of_size;
        for (const auto& font : fonts)
            if (font.size() == size) of_size.push_back(&font);
        const bool text_mode = size.width == 8 && picture.width % 9 == 0;
        if (text_mode) out.emplace_back(of_size, CellSize{9, size.height});
        out.emplace_back(of_size, size);
    }
    return out;
}

// Where a grid begins that is not at the corner: in the middle of what is left over, or at GRUB's
// margin.
std::vector<DesktopPoint> usual_origins(CellSize cell, screen::DesktopSize picture) {
    std::vector<DesktopPoint> out{{0, 0}};
    const DesktopPoint middle{picture.width % cell.width / 2, picture.height % cell.height / 2};
    if (middle != out.front()) out.push_back(middle);
    out.push_back({grub_margin, grub_margin});
    return out;
}

bool search_usual(Search& search, const std::vector<Alphabet>& all, screen::DesktopSize picture) {
    for (const auto& alphabet : all)
        for (const auto origin : usual_origins(alphabet.cell(), picture))
            if (search.attempt(alphabet, origin, sample_size)) return true;
    return search.any();
}

// A text that lies anywhere, as in a window: only of the commonest size, for it takes a while.
void search_everywhere(Search& search, const Alphabet& alphabet) {
    for (int y = 0; y < alphabet.cell().height; ++y)
        for (int x = 0; x < alphabet.cell().width; ++x)
            if (search.attempt(alphabet, {x, y}, quick_sample_size)) return;
}

}  // namespace

Alphabet::Alphabet(std::vector<const Font*> fonts, CellSize cell)
    : fonts_(std::move(fonts)), cell_(cell) {}

std::optional<Glyph> Alphabet::letter_of(const Glyph& bits) const {
    const int width = fonts_.front()->size().width;
    if (cell_.width == width) return bits;
    Glyph out{};
    for (std::size_t y = 0; y < bits.size(); ++y) {
        const bool eighth = bits[y] & 0x0100, ninth = bits[y] & 0x0080;
        // It is empty, or goes on with a line.
        if (ninth && !eighth) return std::nullopt;
        out[y] = bits[y] & 0xff00;
    }
    return out;
}

std::optional<char32_t> Alphabet::character_of(const Glyph& bits) const {
    const auto letter = letter_of(bits);
    if (!letter) return std::nullopt;
    for (const auto* font : fonts_)
        if (const auto character = font->character_of(*letter)) return character;
    return std::nullopt;
}

std::optional<char32_t> Alphabet::character_behind(const Bar& bar, const Glyph& bits) const {
    const auto letter = letter_of(bits);
    return letter ? fonts_.front()->character_behind(bar, *letter) : std::nullopt;
}

std::optional<Letter> Alphabet::read(const Cell& cell, std::uint32_t usual) const {
    if (cell.colours == 1) return Letter{U' ', cell.paper, cell.paper};
    if (cell.colours > 2) return std::nullopt;
    const auto as_is = character_of(cell.bits);
    if (as_is && cell.ink != usual) return Letter{*as_is, cell.ink, cell.paper};
    const auto inverted = character_of(inverse_bits(cell.bits, cell_));
    if (inverted) return Letter{*inverted, cell.paper, cell.ink};
    if (as_is) return Letter{*as_is, cell.ink, cell.paper};
    return std::nullopt;
}

std::optional<Letter> Alphabet::read_behind_cursor(const Cell& cell, std::uint32_t usual) const {
    if (cell.colours != 2) return std::nullopt;
    const auto other = inverse(cell, cell_);
    const bool first = cell.ink != usual;
    for (const Cell& side : {first ? cell : other, first ? other : cell}) {
        const auto bar = bar_of(side.bits, cell_);
        if (bar.none()) continue;
        if (const auto character = character_behind(bar, side.bits))
            return Letter{*character, side.ink, side.paper};
    }
    return std::nullopt;
}

void Alphabet::prefer(const std::vector<Cell>& cells) {
    const auto known = [&](const Font* font) {
        const Alphabet alone({font}, cell_);
        return std::ranges::count_if(
            cells, [&](const Cell& cell) { return alone.read(cell, cell.paper).has_value(); });
    };
    const auto best = std::ranges::max_element(fonts_, {}, known);
    std::rotate(fonts_.begin(), best, best + 1);
}

std::optional<Found> find_grid(const Picture& picture, const std::vector<Font>& fonts) {
    Search search(picture);
    if (picture.size.empty() || search.blank()) return std::nullopt;
    const auto all = alphabets(fonts, picture.size);
    if (!search_usual(search, all, picture.size))
        if (const auto common = std::ranges::find(all, CellSize{8, 16}, &Alphabet::cell);
            common != all.end())
            search_everywhere(search, *common);
    return search.take();
}

}  // namespace ecsview::text
