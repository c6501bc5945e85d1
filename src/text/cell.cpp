// SPDX-License-Identifier: GPL-2.0-or-later
#include "text/cell.h"

namespace ecsview::text {

Cell cell_at(const Picture& picture, screen::DesktopPoint at, CellSize size) {
    Cell cell;
    const auto stride = static_cast<std::size_t>(picture.size.width);
    const std::uint32_t* row = picture.pixels.data() + static_cast<std::size_t>(at.y) * stride +
                               static_cast<std::size_t>(at.x);
    cell.paper = *row;
    for (int y = 0; y < size.height; ++y, row += stride) {
        unsigned bits = 0;
        for (int x = 0; x < size.width; ++x) {
            if (row[x] == cell.paper) continue;
            if (cell.colours == 1) {
                cell.colours = 2;
                cell.ink = row[x];
            }
            if (row[x] != cell.ink) {
                cell.colours = 3;
                return cell;
            }
            bits |= 0x8000u >> x;
        }
        cell.bits[static_cast<std::size_t>(y)] = static_cast<std::uint16_t>(bits);
    }
    return cell;
}

Cell inverse(const Cell& cell, CellSize size) {
    Cell out{cell.colours, cell.ink, cell.paper, {}};
    for (std::size_t y = 0; y < static_cast<std::size_t>(size.height); ++y)
        out.bits[y] = static_cast<std::uint16_t>(~cell.bits[y] & size.full_row());
    return out;
}

Bar bar_of(const Glyph& bits, CellSize size) {
    const auto full = [&](int y) { return bits[static_cast<std::size_t>(y)] == size.full_row(); };
    Bar bar;
    bar.last = size.height - 1;
    while (bar.last >= 0 && !full(bar.last)) --bar.last;
    bar.first = bar.last;
    if (bar.last < 0) return {};
    while (bar.first > 0 && full(bar.first - 1)) --bar.first;
    return bar;
}

}  // namespace ecsview::text
