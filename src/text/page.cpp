// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/page.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <map>

#include "base/utf8.h"

namespace ecsview::text {
namespace {

// The colours of the PC's text mode, which Linux' console has, too; in the order of ECMA-48.
constexpr std::array<std::uint32_t, 16> terminal_colours = {
    0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa,
    0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff};
constexpr std::uint32_t usual_ink = 0xaaaaaa, usual_paper = 0x000000;

// A text mode's colours have six bits a channel, and not every screen makes the same eight of them.
bool alike(std::uint32_t one, std::uint32_t other) {
    for (const int shift : {0, 8, 16}) {
        const int a = one >> shift & 0xff, b = other >> shift & 0xff;
        if (std::abs(a - b) > 3) return false;
    }
    return true;
}

// The parameters of SGR for a colour; `first` is 30 for ink and 40 for paper.
std::string parameters_of(std::uint32_t colour, int first) {
    const auto found = std::ranges::find_if(
        terminal_colours, [&](std::uint32_t known) { return alike(known, colour); });
    if (found == terminal_colours.end())
        return std::to_string(first + 8) + ";2;" + std::to_string(colour >> 16 & 0xff) + ";" +
               std::to_string(colour >> 8 & 0xff) + ";" + std::to_string(colour & 0xff);
    const auto number = static_cast<int>(found - terminal_colours.begin());
    return std::to_string(number < 8 ? first + number : first + 60 + number - 8);
}

// What has to be said for a letter to look so, after SGR 0.
std::string look_of(const Letter& letter) {
    std::string out;
    if (!alike(letter.paper, usual_paper)) out = parameters_of(letter.paper, 40);
    if (letter.character != U' ' && !alike(letter.ink, usual_ink))
        out += (out.empty() ? "" : ";") + parameters_of(letter.ink, 30);
    return out;
}

bool nothing_to_see(const Letter& letter) {
    return letter.character == U' ';
}

bool nothing_to_see_in_colour(const Letter& letter) {
    return letter.character == U' ' && alike(letter.paper, usual_paper);
}

using Line = std::span<const Letter>;

std::string plain_line(Line line) {
    std::string out;
    for (const auto& letter : line) utf8_append(out, letter.character);
    return out;
}

std::string coloured_line(Line line) {
    std::string out, look;
    for (const auto& letter : line) {
        if (auto next = look_of(letter); next != look) {
            out += next.empty() ? "\x1b[0m" : "\x1b[0;" + next + "m";
            look = std::move(next);
        }
        utf8_append(out, letter.character);
    }
    return look.empty() ? out : out + "\x1b[0m";
}

std::string lines_of(const Page& page, bool (*empty)(const Letter&), std::string (*line)(Line)) {
    std::string out, gap;
    for (int row = 0; row < page.rows; ++row) {
        const auto columns = static_cast<std::size_t>(page.columns);
        const Line whole =
            Line(page.letters).subspan(static_cast<std::size_t>(row) * columns, columns);
        const auto last = std::find_if_not(whole.rbegin(), whole.rend(), empty);
        const auto size = static_cast<std::size_t>(whole.rend() - last);
        gap += '\n';
        if (size == 0) continue;
        out += gap.substr(1) + line(whole.first(size));
        gap = "\n";
    }
    return out.empty() ? out : out + '\n';
}

// The colour of most cells in which there is nothing.
std::uint32_t usual_paper_of(const std::vector<Cell>& cells) {
    std::map<std::uint32_t, int> seen;
    for (const auto& cell : cells)
        if (cell.colours == 1) ++seen[cell.paper];
    const auto most = std::ranges::max_element(
        seen, {}, [](const std::pair<const std::uint32_t, int>& entry) { return entry.second; });
    return most == seen.end() ? usual_paper : most->first;
}

std::vector<Cell> cells_of(const Picture& picture, const Grid& grid) {
    std::vector<Cell> cells;
    for (int row = 0; row < grid.rows; ++row)
        for (int column = 0; column < grid.columns; ++column)
            cells.push_back(cell_at(picture, grid.at(column, row), grid.cell));
    return cells;
}

bool of_one_colour(const Picture& picture) {
    return std::ranges::adjacent_find(picture.pixels, std::not_equal_to{}) == picture.pixels.end();
}

}  // namespace

std::string Page::plain() const {
    return lines_of(*this, nothing_to_see, plain_line);
}

std::string Page::coloured() const {
    return lines_of(*this, nothing_to_see_in_colour, coloured_line);
}

std::optional<Page> read_page(const Picture& picture) {
    return read_page(picture, console_fonts());
}

std::optional<Page> read_page(const Picture& picture, const std::vector<Font>& fonts) {
    if (of_one_colour(picture)) return Page{};
    const auto found = find_grid(picture, fonts);
    if (!found) return std::nullopt;
    const Grid& grid = found->grid;
    Page page{grid.columns, grid.rows, {}, grid.origin, grid.cell};
    const auto cells = cells_of(picture, grid);
    const auto usual = usual_paper_of(cells);
    for (const auto& cell : cells) {
        auto letter = found->alphabet.read(cell, usual);
        if (!letter) letter = found->alphabet.read_behind_cursor(cell, usual);
        page.letters.push_back(letter.value_or(Letter{unknown, cell.ink, cell.paper}));
    }
    return page;
}

}  // namespace ecsview::text
