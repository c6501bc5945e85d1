// SPDX-License-Identifier: GPL-2.0-or-later
// Draws a part of the scaled desktop. A window pixel's value depends only on the two sizes and the
// desktop, never on the part that is drawn: damage can be drawn alone without seams. Enlarging is
// bilinear, shrinking averages all that a pixel covers, so that text stays readable. Pure but for
// its row buffer; ui thread.
#pragma once

#include <cstdint>
#include <vector>

#include "ui/picture/canvas.h"

namespace ecsview::ui {

class Scaler {
public:
    // `picture`: the whole desktop, `to`: its size in the window, neither empty.
    void set_sizes(int from_width, int from_height, int to_width, int to_height);

    // Draws the pixels `part` (in coordinates of the scaled picture, inside it) to `target`, whose
    // pixel (0, 0) is the picture's (0, 0) moved by (`x`, `y`). `part` moved so lies in `target`.
    void draw(const std::uint32_t* desktop, const Canvas& target, int x, int y, Area part);

private:
    // The desktop pixels that one window pixel is made of, along one axis; weights sum up to 256.
    struct Tap {
        int first = 0;
        std::uint16_t count = 0;
        std::uint32_t weights = 0;  // where they begin in Axis::weights
    };
    struct Axis {
        std::vector<Tap> taps;
        std::vector<std::uint16_t> weights;
        int from = 0;
        void build(int from_size, int to_size);
        void add(double begin, double end);
    };

    void blend_rows(const std::uint32_t* desktop, const Tap& tap, int first, int count);
    void draw_nearest(const std::uint32_t* desktop, const Canvas& target, int x, int y, Area part);

    Axis across_, down_;
    int to_width_ = 0, to_height_ = 0;
    std::vector<std::uint16_t> row_;  // one blended row, four channels a pixel
};

}  // namespace ecsview::ui
