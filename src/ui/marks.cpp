// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/marks.h"

#include <algorithm>

namespace ecsview::ui {
namespace {

void invert(const Canvas& canvas, const Area& area) {
    const int bottom = std::min(area.y + area.height, canvas.height);
    const int right = std::min(area.x + area.width, canvas.width);
    for (int y = std::max(area.y, 0); y < bottom; ++y)
        for (int x = std::max(area.x, 0); x < right; ++x) canvas.row(y)[x] ^= 0x00ffffffu;
}

}  // namespace

std::vector<Area> areas_of(const std::vector<screen::DesktopRect>& marked, const Viewport& seen) {
    std::vector<Area> areas;
    for (const auto& part : marked) {
        const auto [x, y, width, height] = seen.place_of(part);
        areas.push_back({x, y, width, height});
    }
    return areas;
}

void draw(const Canvas& canvas, const Marks& shown) {
    for (const Area& area : shown.areas) invert(canvas, area);
    cover_of(shown.told).lay_on(canvas);
}

}  // namespace ecsview::ui
