// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/board/board_cover.h"

#include <utility>

namespace ecsview::ui {

void draw(const Canvas& canvas, const BoardCover& shown) {
    const Canvas above{canvas.pixels, canvas.width, shown.board.area.y, canvas.stride};
    cover_of(shown.overlay).lay_on(above);
    draw(canvas, shown.board);
}

Cover cover_of(BoardCover shown) {
    const bool dims = cover_of(shown.overlay).dims();
    const int top = cover_of(shown.overlay).empty() ? shown.board.area.y : 0;
    return Cover(std::move(shown), dims, top);
}

}  // namespace ecsview::ui
