// SPDX-License-Identifier: GPL-2.0-or-later
// A paragraph that was wrapped to a width, and knows how high it is before it is drawn. Pure; ui
// thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ui/picture/canvas.h"

namespace ecsview::ui {

class TextBlock {
public:
    // `width` in pixels; `scale` 1 is letters of 16 pixels.
    TextBlock(std::string_view text, int width, int scale, Colour colour);

    bool empty() const { return lines_.empty(); }
    int height() const { return static_cast<int>(lines_.size()) * line_height(); }
    int width() const;  // of the widest line
    // The rest goes, and the last line that stays ends with an ellipsis.
    void limit(std::size_t lines);
    // Returns the y below the block.
    int draw_at(const Canvas& canvas, int x, int y) const;

private:
    int line_height() const;

    std::vector<std::u32string> lines_;
    int scale_, columns_;
    Colour colour_;
};

}  // namespace ecsview::ui
