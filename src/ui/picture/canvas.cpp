// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/canvas.h"

#include <algorithm>
#include <cmath>

namespace ecsview::ui {
namespace {

// `alpha` 0 to 256. Red and blue are blended in one multiplication, green in another.
std::uint32_t blend(std::uint32_t under, std::uint32_t over, std::uint32_t alpha) {
    const std::uint32_t rest = 256 - alpha;
    const std::uint32_t rb = ((over & 0xff00ff) * alpha + (under & 0xff00ff) * rest) >> 8;
    const std::uint32_t g = ((over & 0x00ff00) * alpha + (under & 0x00ff00) * rest) >> 8;
    return (rb & 0xff00ff) | (g & 0x00ff00);
}

std::uint32_t alpha_of(Colour colour) {
    const std::uint32_t alpha = colour >> 24;
    return alpha + (alpha >> 7);  // 255 becomes 256: opaque is exact
}

void blend_span(std::uint32_t* at, int count, Colour colour) {
    const std::uint32_t alpha = alpha_of(colour);
    for (int i = 0; i < count; ++i) at[i] = blend(at[i], colour, alpha);
}

// How much of the pixel (dx, dy) away from a corner's centre is inside the radius, 0 to 1.
float coverage(int dx, int dy, int radius) {
    const float x = static_cast<float>(dx) + 0.5f, y = static_cast<float>(dy) + 0.5f;
    return std::clamp(static_cast<float>(radius) - std::sqrt(x * x + y * y) + 0.5f, 0.0f, 1.0f);
}

}  // namespace

Canvas part(const Canvas& canvas, const Area& area) {
    const int bottom = std::min(area.y + area.height, canvas.height);
    const int right = std::min(area.x + area.width, canvas.width);
    if (bottom <= area.y || right <= area.x) return {canvas.pixels, 0, 0, canvas.stride};
    return {canvas.row(area.y) + area.x, right - area.x, bottom - area.y, canvas.stride};
}

void fill(const Canvas& canvas, Area area, Colour colour) {
    const int left = std::max(area.x, 0), right = std::min(area.x + area.width, canvas.width);
    const int bottom = std::min(area.y + area.height, canvas.height);
    for (int y = std::max(area.y, 0); y < bottom && left < right; ++y)
        blend_span(canvas.row(y) + left, right - left, colour);
}

void fill_rounded(const Canvas& canvas, Area area, int radius, Colour colour) {
    radius = std::clamp(radius, 0, std::max(0, std::min(area.width, area.height) / 2));
    fill(canvas, {area.x, area.y + radius, area.width, area.height - 2 * radius}, colour);
    for (int row = 0; row < radius; ++row) {
        const int top = area.y + row, bottom = area.y + area.height - 1 - row;
        for (const int y : {top, bottom}) {
            fill(canvas, {area.x + radius, y, area.width - 2 * radius, 1}, colour);
            for (int column = 0; column < radius; ++column) {
                const float part = coverage(radius - 1 - column, radius - 1 - row, radius);
                const auto alpha =
                    static_cast<std::uint32_t>(static_cast<float>(colour >> 24) * part);
                const Colour edge = (colour & 0xffffff) | (alpha << 24);
                fill(canvas, {area.x + column, y, 1, 1}, edge);
                fill(canvas, {area.x + area.width - 1 - column, y, 1, 1}, edge);
            }
        }
    }
}

}  // namespace ecsview::ui
