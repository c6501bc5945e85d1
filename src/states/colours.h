// SPDX-License-Identifier: GPL-2.0-or-later
// What the colours of a picture tell before anything is read. Pure.
#pragma once

#include <cstdint>

#include "text/cell.h"

namespace ecsview::states {

// In thousandths of the picture's pixels or, where it says so, of the pixels that are not of the
// commonest colour.
struct Colours {
    std::uint32_t common = 0;  // 0x00RRGGBB: the colour of more than half of them, if there is one
    int share = 0;             // of the pixels; at most 500: there is none
    int whitened = 0;          // of the others: `common` mixed with white, as letters on it are
    int upper_left = 0;        // of the others: they lie in the upper left quarter
    bool blank() const { return share == 1000; }
};

// Of an empty picture nothing is told.
Colours colours_of(const text::Picture& picture);

// As Windows paints its stop screens: one of their blues, white letters on it and nothing else,
// beginning in the upper left.
bool like_a_stop_screen(const Colours& colours);

}  // namespace ecsview::states
