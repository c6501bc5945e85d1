// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/cursor_image.h"

#include <algorithm>
#include <cmath>

#include "ui/picture/scaler.h"

namespace ecsview::ui {
namespace {

constexpr double smallest = 0.5, largest = 4;
// What differs by less is the same: a picture is rounded to whole pixels.
constexpr double close_to_one = 0.02;

double side_scale(int picture, int desktop, double density) {
    if (desktop <= 0 || picture <= 0 || density <= 0) return 1;
    const double scale = picture / (density * desktop);
    return std::abs(scale - 1) < close_to_one ? 1 : std::clamp(scale, smallest, largest);
}

int scaled_side(int side, double scale) {
    return std::clamp(static_cast<int>(std::lround(side * scale)), 1, screen::max_cursor_side);
}

// The middle of the pixel stays in the middle of what becomes of it.
int scaled_spot(int spot, int side, int scaled_side) {
    const double place = (std::clamp(spot, 0, side - 1) + 0.5) * scaled_side / side;
    return std::min(static_cast<int>(place), scaled_side - 1);
}

bool sound(const screen::CursorShape& shape) {
    return shape.width > 0 && shape.height > 0 && shape.width <= screen::max_cursor_side &&
           shape.height <= screen::max_cursor_side &&
           shape.pixels.size() ==
               static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height);
}

}  // namespace

CursorScale cursor_scale(screen::DesktopSize desktop, const screen::WindowRect& picture,
                         double density) {
    return {side_scale(picture.width, desktop.width, density),
            side_scale(picture.height, desktop.height, density)};
}

CursorScale within(CursorScale scale, int width, int height, int most) {
    const double longest = std::max(width * scale.across, height * scale.down);
    if (longest <= most) return scale;
    const double smaller = most / longest;
    return {scale.across * smaller, scale.down * smaller};
}

screen::CursorShape scaled(const screen::CursorShape& shape, CursorScale scale) {
    if (!sound(shape)) return {};
    screen::CursorShape out;
    out.width = scaled_side(shape.width, scale.across);
    out.height = scaled_side(shape.height, scale.down);
    out.hot_x = scaled_spot(shape.hot_x, shape.width, out.width);
    out.hot_y = scaled_spot(shape.hot_y, shape.height, out.height);
    out.pixels.resize(static_cast<std::size_t>(out.width) * static_cast<std::size_t>(out.height));
    Scaler scaler;  // all four channels alike, so the colours have to be multiplied
    scaler.set_sizes(shape.width, shape.height, out.width, out.height);
    scaler.draw(shape.pixels.data(), {out.pixels.data(), out.width, out.height, out.width}, 0, 0,
                {0, 0, out.width, out.height});
    return out;
}

screen::CursorShape turned(const screen::CursorShape& shape, Rotation rotation) {
    if (rotation == Rotation::none || shape.pixels.empty()) return shape;
    screen::CursorShape out = shape;
    const auto size = turned(screen::WindowSize{shape.width, shape.height}, rotation);
    out.width = size.width;
    out.height = size.height;
    const Area spot = area_in_window({shape.hot_x, shape.hot_y, 1, 1}, rotation, size);
    out.hot_x = spot.x;
    out.hot_y = spot.y;
    auto upright = shape.pixels;  // a canvas may be written to
    turn({upright.data(), shape.width, shape.height, shape.width},
         {out.pixels.data(), out.width, out.height, out.width}, {0, 0, shape.width, shape.height},
         rotation);
    return out;
}

std::vector<std::uint32_t> straight(const std::vector<std::uint32_t>& multiplied) {
    std::vector<std::uint32_t> out(multiplied.size());
    std::transform(multiplied.begin(), multiplied.end(), out.begin(), [](std::uint32_t pixel) {
        const std::uint32_t alpha = pixel >> 24;
        if (alpha == 0) return std::uint32_t{0};
        const auto colour = [&](int shift) {
            const std::uint32_t full = ((pixel >> shift & 255) * 255 + alpha / 2) / alpha;
            return std::min<std::uint32_t>(full, 255) << shift;
        };
        return alpha << 24 | colour(16) | colour(8) | colour(0);
    });
    return out;
}

}  // namespace ecsview::ui
