// SPDX-License-Identifier: GPL-2.0-or-later
// A guest's cursor as large as its picture: what is two pixels of the guest's is as wide in the
// cursor as in the picture below it. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "screen/console_state.h"
#include "screen/geometry.h"
#include "ui/picture/rotation.h"

namespace ecsview::ui {

// How much larger than the guest's a cursor is, along each side.
struct CursorScale {
    double across = 1, down = 1;
    bool operator==(const CursorScale&) const = default;
};

// What a picture of that size in the window, in pixels, asks for, where cursors are made of points
// that have `density` pixels each. No smaller than half and no larger than four times the guest's:
// a pointer has to be seen, and not to cover what it points at.
CursorScale cursor_scale(screen::DesktopSize desktop, const screen::WindowRect& picture,
                         double density);

// The same scale, or the smaller one at which a shape of that size has no side of more than `most`
// pixels; its proportions stay.
CursorScale within(CursorScale scale, int width, int height, int most);

// The shape in that scale, cut to max_cursor_side; its hot spot is in it. A shape that is hidden,
// or whose pixels are not width * height, has none.
screen::CursorShape scaled(const screen::CursorShape& shape, CursorScale scale);

// The same in a window whose picture is turned; a shape that scaled() has made.
screen::CursorShape turned(const screen::CursorShape& shape, Rotation rotation);

// The same pixels, 0xAARRGGBB, with colours that are not multiplied by alpha any more.
std::vector<std::uint32_t> straight(const std::vector<std::uint32_t>& multiplied);

}  // namespace ecsview::ui
