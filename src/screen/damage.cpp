// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/damage.h"

namespace ecsview::screen {
namespace {

// True when the union of the two is a rectangle and they touch along one whole side.
bool continues(const DesktopRect& a, const DesktopRect& b) {
    const bool below = a.x == b.x && a.width == b.width && a.bottom() == b.y;
    const bool beside = a.y == b.y && a.height == b.height && a.right() == b.x;
    return below || beside;
}

std::int64_t area(const DesktopRect& rect) {
    return std::int64_t{rect.width} * rect.height;
}

}  // namespace

void Damage::add(const DesktopRect& rect) {
    if (rect.empty()) return;
    for (std::size_t i = 0; i < count_; ++i) {
        if (rects_[i].contains(rect)) return;
        if (rect.contains(rects_[i])) rects_[i--] = rects_[--count_];
    }
    if (count_ > 0 && continues(rects_[count_ - 1], rect))
        rects_[count_ - 1] = bounding_box(rects_[count_ - 1], rect);
    else if (count_ == max_rects)
        become(bounding_box(bounds(), rect));
    else
        rects_[count_++] = rect;
    if (const DesktopRect box = bounds(); pixels() > area(box)) become(box);
}

void Damage::become(const DesktopRect& rect) {
    rects_[0] = rect;
    count_ = 1;
}

std::int64_t Damage::pixels() const {
    std::int64_t sum = 0;
    for (const auto& rect : rects()) sum += area(rect);
    return sum;
}

void Damage::add(const Damage& other) {
    for (const auto& rect : other.rects()) add(rect);
}

DesktopRect Damage::bounds() const {
    DesktopRect box;
    for (const auto& rect : rects()) box = bounding_box(box, rect);
    return box;
}

}  // namespace ecsview::screen
