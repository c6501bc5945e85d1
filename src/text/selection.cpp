// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/selection.h"

#include <algorithm>
#include <tuple>

#include "base/utf8.h"

namespace ecsview::text {
namespace {

const Letter& letter_at(const Page& page, int column, int row) {
    const int place = row * page.columns + column;
    return page.letters[static_cast<std::size_t>(place)];
}

bool is_space(const Page& page, int column, int row) {
    return letter_at(page, column, row).character == U' ';
}

// Columns of one row, both included.
struct Run {
    int row, first, last;
};

// The selection's cells, row by row.
std::vector<Run> runs_of(const Page& page, const Selection& selection) {
    CellPlace from = within(page, selection.anchor), to = within(page, selection.end);
    std::vector<Run> runs;
    if (selection.shape == Shape::rectangle) {
        const auto [left, right] = std::minmax(from.column, to.column);
        const auto [top, bottom] = std::minmax(from.row, to.row);
        for (int row = top; row <= bottom; ++row) runs.push_back({row, left, right});
        return runs;
    }
    if (std::tie(to.row, to.column) < std::tie(from.row, from.column)) std::swap(from, to);
    for (int row = from.row; row <= to.row; ++row)
        runs.push_back(
            {row, row == from.row ? from.column : 0, row == to.row ? to.column : page.columns - 1});
    return runs;
}

}  // namespace

CellPlace within(const Page& page, CellPlace place) {
    return {std::clamp(place.column, 0, page.columns - 1), std::clamp(place.row, 0, page.rows - 1)};
}

CellPlace cell_at(const Page& page, screen::DesktopPoint pixel) {
    return within(page, {(pixel.x - page.origin.x) / page.cell.width,
                         (pixel.y - page.origin.y) / page.cell.height});
}

Selection all_of(const Page& page) {
    const auto letter = [](const Letter& one) { return one.character != U' '; };
    const auto place = [&](auto at) {
        const int index = static_cast<int>(at);
        return CellPlace{index % page.columns, index / page.columns};
    };
    const auto& all = page.letters;
    const auto first = std::ranges::find_if(all, letter);
    if (first == all.end()) return {};
    const auto last = std::find_if(all.rbegin(), all.rend(), letter);
    return {{0, place(first - all.begin()).row}, place(all.rend() - last - 1), Shape::lines};
}

Selection word_at(const Page& page, CellPlace place) {
    const auto [column, row] = within(page, place);
    int first = column, last = column;
    if (!is_space(page, column, row)) {
        while (first > 0 && !is_space(page, first - 1, row)) --first;
        while (last + 1 < page.columns && !is_space(page, last + 1, row)) ++last;
    }
    return {{first, row}, {last, row}, Shape::lines};
}

Marked read(const Page& page, const Selection& selection) {
    Marked out;
    for (const Run& run : runs_of(page, selection)) {
        int last = run.last;
        while (last >= run.first && is_space(page, last, run.row)) --last;
        if (out.lines++ > 0) out.text += '\n';
        for (int column = run.first; column <= last; ++column) {
            const char32_t character = letter_at(page, column, run.row).character;
            if (character == unknown) ++out.unknown;
            utf8_append(out.text, character);
        }
    }
    return out;
}

std::vector<screen::DesktopRect> areas_of(const Page& page, const Selection& selection) {
    std::vector<screen::DesktopRect> areas;
    for (const Run& run : runs_of(page, selection))
        areas.push_back({page.origin.x + run.first * page.cell.width,
                         page.origin.y + run.row * page.cell.height,
                         (run.last - run.first + 1) * page.cell.width, page.cell.height});
    return areas;
}

}  // namespace ecsview::text
