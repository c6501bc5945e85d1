// SPDX-License-Identifier: GPL-2.0-or-later
// A borrowed picture in memory and the few strokes that the overlay needs. Pixels are 0x00RRGGBB in
// the machine's byte order. Everything is cut to the canvas. Pure; ui thread in the program.
#pragma once

#include <cstddef>
#include <cstdint>

namespace ecsview::ui {

struct Canvas {
    std::uint32_t* pixels = nullptr;  // not owned
    int width = 0, height = 0;
    int stride = 0;  // pixels from one row to the next

    std::uint32_t* row(int y) const { return pixels + static_cast<std::ptrdiff_t>(y) * stride; }
};

struct Area {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const Area&) const = default;
};

constexpr bool contains(const Area& area, int x, int y) {
    return x >= area.x && x < area.x + area.width && y >= area.y && y < area.y + area.height;
}

// What of the canvas the area covers, as a canvas of its own.
Canvas part(const Canvas& canvas, const Area& area);

using Colour = std::uint32_t;  // 0xAARRGGBB; alpha 255 is opaque

constexpr Colour opaque(std::uint32_t rgb) {
    return 0xff000000u | rgb;
}

// Blends `colour` over the area.
void fill(const Canvas& canvas, Area area, Colour colour);
// The same with rounded, smoothed corners.
void fill_rounded(const Canvas& canvas, Area area, int radius, Colour colour);

}  // namespace ecsview::ui
