// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/icon.h"

#include <algorithm>

#include "ui/picture/canvas.h"

namespace ecsview::ui {
namespace {

constexpr int grid = 128;  // the drawing's own units, those of assets/ecsview.svg
constexpr Colour orange = opaque(0xd65c1e), blue = opaque(0x1c3e68), paper = opaque(0xf5f7fa);

// Draws in units of the grid.
class Pen {
public:
    explicit Pen(const Canvas& canvas) : canvas_(canvas) {}

    void box(int x, int y, int width, int height, int radius, Colour colour) const {
        const int left = at(x), top = at(y);
        fill_rounded(canvas_, {left, top, at(x + width) - left, at(y + height) - top}, at(radius),
                     colour);
    }
    void disc(int x, int y, int radius, Colour colour) const {
        box(x - radius, y - radius, 2 * radius, 2 * radius, radius, colour);
    }
    // A line with round ends, as a row of discs.
    void stroke(int x, int y, int to_x, int to_y, Colour colour) const {
        constexpr int steps = 16, half_width = 4;
        for (int i = 0; i <= steps; ++i)
            disc(x + (to_x - x) * i / steps, y + (to_y - y) * i / steps, half_width, colour);
    }

private:
    int at(int units) const { return units * canvas_.width / grid; }

    const Canvas& canvas_;
};

void draw_icon(const Canvas& canvas) {
    const Pen pen(canvas);
    pen.disc(34, 68, 24, orange);  // the cloud
    pen.disc(63, 47, 33, orange);
    pen.disc(95, 65, 27, orange);
    pen.box(20, 46, 88, 60, 7, blue);  // the screen before it, on its foot
    pen.box(57, 106, 14, 12, 0, blue);
    pen.box(43, 116, 42, 6, 3, blue);
    pen.box(27, 53, 74, 46, 3, paper);
    pen.stroke(38, 65, 50, 76, blue);  // with a prompt
    pen.stroke(50, 76, 38, 87, blue);
    pen.stroke(58, 87, 77, 87, orange);
}

std::vector<std::uint32_t> drawn_on(std::uint32_t ground, int side) {
    std::vector<std::uint32_t> pixels(
        static_cast<std::size_t>(side) * static_cast<std::size_t>(side), ground);
    draw_icon({pixels.data(), side, side, side});
    return pixels;
}

// A pixel's colour and how much of it there is, from what it looks like on black and on white.
std::uint32_t with_alpha(std::uint32_t on_black, std::uint32_t on_white) {
    const auto channel = [](std::uint32_t pixel, int shift) { return (pixel >> shift) & 0xff; };
    const std::uint32_t alpha = 255 - std::min(255u, channel(on_white, 8) - channel(on_black, 8));
    if (alpha == 0) return 0;
    std::uint32_t pixel = alpha << 24;
    for (const int shift : {0, 8, 16})
        pixel |= std::min(255u, channel(on_black, shift) * 255 / alpha) << shift;
    return pixel;
}

}  // namespace

std::vector<std::uint32_t> icon_pixels(int side) {
    auto pixels = drawn_on(0x000000, side);
    const auto on_white = drawn_on(0xffffff, side);
    std::transform(pixels.begin(), pixels.end(), on_white.begin(), pixels.begin(), with_alpha);
    return pixels;
}

}  // namespace ecsview::ui
