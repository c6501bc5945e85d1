// SPDX-License-Identifier: GPL-2.0-or-later
// The window's icon: what assets/ecsview.svg shows, from the few strokes of canvas.h, so that no
// file and no library for pictures is needed. Window managers show it in title bars, lists and
// switchers. Pure; ui thread.
#pragma once

#include <cstdint>
#include <vector>

namespace ecsview::ui {

// side * side pixels, 0xAARRGGBB in the machine's byte order, row by row; transparent around the
// shape.
std::vector<std::uint32_t> icon_pixels(int side);

}  // namespace ecsview::ui
