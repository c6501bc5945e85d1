// SPDX-License-Identifier: GPL-2.0-or-later
// The keyboard on the screen with what is told above it: both as they lie over the picture. A
// value; ui thread.
#pragma once

#include "ui/board/board_view.h"
#include "ui/words/overlay.h"

namespace ecsview::ui {

struct BoardCover {
    BoardView board;
    Overlay overlay;
    bool operator==(const BoardCover&) const = default;
};

void draw(const Canvas& canvas, const BoardCover& shown);
// With nothing told it leaves the picture above the keyboard as it is.
Cover cover_of(BoardCover shown);

}  // namespace ecsview::ui
