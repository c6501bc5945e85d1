// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/cover.h"

#include "ui/picture/style.h"

namespace ecsview::ui {

void dim(const Canvas& canvas) {
    fill(canvas, {0, 0, canvas.width, canvas.height}, 0x8c000000);
}

void draw_ground(const Canvas& canvas) {
    fill(canvas, {0, 0, canvas.width, canvas.height}, style::ground);
}

}  // namespace ecsview::ui
