// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/rotation.h"

#include <algorithm>

namespace ecsview::ui {
namespace {

// Rows are written and columns are read, or the other way round: a tile of both stays in the cache.
constexpr int tile = 32;

// From one pixel of a window's row to the next, in the upright picture.
std::ptrdiff_t step_of(const Canvas& upright, Rotation rotation) {
    switch (rotation) {
        case Rotation::quarter: return -std::ptrdiff_t{upright.stride};
        case Rotation::half: return -1;
        case Rotation::three_quarters: return upright.stride;
        case Rotation::none: break;
    }
    return 1;
}

void turn_tile(const Canvas& upright, const Canvas& window, const Area& area, Rotation rotation) {
    const screen::WindowSize size{window.width, window.height};
    const Area there = area_in_window(area, rotation, size);
    const std::ptrdiff_t step = step_of(upright, rotation);
    for (int y = there.y; y < there.y + there.height; ++y) {
        const auto first = upright_point({there.x, y}, rotation, size);
        const std::uint32_t* from = upright.row(first.y) + first.x;
        std::uint32_t* to = window.row(y) + there.x;
        for (int x = 0; x < there.width; ++x) to[x] = from[x * step];
    }
}

}  // namespace

std::optional<Rotation> parse_rotation(std::string_view degrees) noexcept {
    if (degrees == "0") return Rotation::none;
    if (degrees == "90") return Rotation::quarter;
    if (degrees == "180") return Rotation::half;
    if (degrees == "270") return Rotation::three_quarters;
    return std::nullopt;
}

Area area_in_window(const Area& upright, Rotation rotation, screen::WindowSize window) {
    const auto [x, y, width, height] = upright;
    switch (rotation) {
        case Rotation::quarter: return {window.width - y - height, x, height, width};
        case Rotation::half:
            return {window.width - x - width, window.height - y - height, width, height};
        case Rotation::three_quarters: return {y, window.height - x - width, height, width};
        case Rotation::none: break;
    }
    return upright;
}

screen::WindowPoint upright_point(screen::WindowPoint at, Rotation rotation,
                                  screen::WindowSize window) {
    switch (rotation) {
        case Rotation::quarter: return {at.y, window.width - 1 - at.x};
        case Rotation::half: return {window.width - 1 - at.x, window.height - 1 - at.y};
        case Rotation::three_quarters: return {window.height - 1 - at.y, at.x};
        case Rotation::none: break;
    }
    return at;
}

void turn(const Canvas& upright, const Canvas& window, const Area& area, Rotation rotation) {
    const int right = std::min(area.x + area.width, upright.width);
    const int bottom = std::min(area.y + area.height, upright.height);
    for (int y = std::max(area.y, 0); y < bottom; y += tile)
        for (int x = std::max(area.x, 0); x < right; x += tile)
            turn_tile(upright, window,
                      {x, y, std::min(tile, right - x), std::min(tile, bottom - y)}, rotation);
}

}  // namespace ecsview::ui
