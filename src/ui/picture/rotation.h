// SPDX-License-Identifier: GPL-2.0-or-later
// A picture that is turned in its window, for a display that hangs on its side: sizes and places
// from the one to the other, and the pixels. "Upright" is what is laid out and drawn, as a person
// sees it; the window's own is what the display has. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "screen/geometry.h"
#include "ui/picture/canvas.h"

namespace ecsview::ui {

// Clockwise.
enum class Rotation { none, quarter, half, three_quarters };

// "0", "90", "180" or "270".
std::optional<Rotation> parse_rotation(std::string_view degrees) noexcept;

// Of an upright picture the window's size, and the other way round.
template <class Size>
constexpr Size turned(Size size, Rotation rotation) {
    const bool swaps = rotation == Rotation::quarter || rotation == Rotation::three_quarters;
    return swaps ? Size{size.height, size.width} : size;
}

// Where in the window an upright area is; `window` is the window's own size.
Area area_in_window(const Area& upright, Rotation rotation, screen::WindowSize window);
// What is seen at a pixel of the window.
screen::WindowPoint upright_point(screen::WindowPoint at, Rotation rotation,
                                  screen::WindowSize window);

// Copies an area of the upright picture, cut to it, to where it is in the window. The two canvases
// have each other's size.
void turn(const Canvas& upright, const Canvas& window, const Area& area, Rotation rotation);

}  // namespace ecsview::ui
