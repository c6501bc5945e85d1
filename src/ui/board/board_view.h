// SPDX-License-Identifier: GPL-2.0-or-later
// The keyboard on the screen as it is seen: keys with the letters that the program carries with it.
// A value that can be compared, so that it is drawn only when it has changed. Pure; ui thread.
#pragma once

#include <string>
#include <vector>

#include "ui/picture/canvas.h"
#include "ui/picture/style.h"

namespace ecsview::ui {

struct BoardLabel {
    std::string text;
    std::string above;  // small, in the corner: what the key types with Shift
    bool operator==(const BoardLabel&) const = default;
};

enum class BoardTint { plain, special, held, pressed };

struct BoardKeyView {
    Area area;
    BoardLabel label;
    BoardTint tint = BoardTint::plain;
    bool operator==(const BoardKeyView&) const = default;
};

struct BoardView {
    Area area;
    int scale = 1;
    std::vector<BoardKeyView> keys;
    bool operator==(const BoardView&) const = default;
};

void draw(const Canvas& canvas, const BoardView& board);

}  // namespace ecsview::ui
