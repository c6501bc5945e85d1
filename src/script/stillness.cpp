// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/stillness.h"

#include <algorithm>

#include "screen/picture_copy.h"
#include "text/cell.h"

namespace ecsview::script {

using screen::DesktopRect;

void Stillness::prime(const std::vector<std::uint32_t>& pixels, screen::DesktopSize size,
                      TimePoint now) {
    picture_ = pixels;
    size_ = size;
    place_ = {};
    since_ = now;
}

// The smallest rectangle with all pixels that are others.
DesktopRect Stillness::difference(const DesktopRect& rect,
                                  const std::vector<std::uint32_t>& pixels) const {
    DesktopRect found;
    for (int y = rect.y; y < rect.bottom(); ++y) {
        const auto row = static_cast<std::ptrdiff_t>(y) * size_.width;
        const auto is = pixels.begin() + row, was = picture_.begin() + row;
        int left = rect.x, right = rect.right();
        while (left < right && is[left] == was[left]) ++left;
        while (right > left && is[right - 1] == was[right - 1]) --right;
        found = screen::bounding_box(found, DesktopRect{left, y, right - left, 1});
    }
    return found;
}

void Stillness::look(const screen::Damage& damage, const std::vector<std::uint32_t>& pixels,
                     screen::DesktopSize size, TimePoint now) {
    if (size != size_) return prime(pixels, size, now);
    DesktopRect changed;
    for (const auto& rect : damage.rects())
        changed = screen::bounding_box(changed, difference(rect, pixels));
    if (changed.empty()) return;
    const bool small =
        changed.width <= text::largest_width && changed.height <= text::largest_height;
    const bool back = changed == place_ && screen::cut_out(pixels, size.width, changed) == before_;
    place_ = small ? changed : DesktopRect{};
    if (small) before_ = screen::cut_out(picture_, size.width, changed);
    if (!back) since_ = now;
    screen::copy_damage(damage, pixels.data(), picture_.data(), size.width);
}

}  // namespace ecsview::script
