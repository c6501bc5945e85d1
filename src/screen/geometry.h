// SPDX-License-Identifier: GPL-2.0-or-later
// Points, sizes and rectangles. Desktop coordinates (pixels of the remote screen) and window
// coordinates (pixels of our window) are different types, so that they cannot be mixed. Pure
// values.
#pragma once

#include <algorithm>
#include <cstdint>

namespace ecsview::screen {

template <class Space>
struct BasicPoint {
    int x = 0, y = 0;
    bool operator==(const BasicPoint&) const = default;
};

template <class Space>
struct BasicSize {
    int width = 0, height = 0;
    bool operator==(const BasicSize&) const = default;
    bool empty() const { return width <= 0 || height <= 0; }
    std::int64_t area() const { return std::int64_t{width} * height; }
};

template <class Space>
struct BasicRect {
    int x = 0, y = 0, width = 0, height = 0;
    bool operator==(const BasicRect&) const = default;
    bool empty() const { return width <= 0 || height <= 0; }
    int right() const { return x + width; }    // exclusive
    int bottom() const { return y + height; }  // exclusive
    bool contains(BasicPoint<Space> p) const {
        return p.x >= x && p.y >= y && p.x < right() && p.y < bottom();
    }
    bool contains(const BasicRect& r) const {
        return r.x >= x && r.y >= y && r.right() <= right() && r.bottom() <= bottom();
    }
};

template <class Space>
BasicRect<Space> intersection(const BasicRect<Space>& a, const BasicRect<Space>& b) {
    const int x = std::max(a.x, b.x), y = std::max(a.y, b.y);
    const int width = std::min(a.right(), b.right()) - x;
    const int height = std::min(a.bottom(), b.bottom()) - y;
    return width > 0 && height > 0 ? BasicRect<Space>{x, y, width, height} : BasicRect<Space>{};
}

template <class Space>
BasicRect<Space> bounding_box(const BasicRect<Space>& a, const BasicRect<Space>& b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    const int x = std::min(a.x, b.x), y = std::min(a.y, b.y);
    return {x, y, std::max(a.right(), b.right()) - x, std::max(a.bottom(), b.bottom()) - y};
}

struct DesktopSpace;
struct WindowSpace;
using DesktopPoint = BasicPoint<DesktopSpace>;
using DesktopSize = BasicSize<DesktopSpace>;
using DesktopRect = BasicRect<DesktopSpace>;
using WindowPoint = BasicPoint<WindowSpace>;
using WindowSize = BasicSize<WindowSpace>;
using WindowRect = BasicRect<WindowSpace>;

// What one decoder may be asked for: the framebuffer is made at the largest size, sparsely.
constexpr int max_side = 8192;                   // pixels
constexpr std::int64_t max_pixels = 33'177'600;  // 7680 x 4320
constexpr int max_cursor_side = 256;             // pixels

constexpr bool acceptable(DesktopSize size) {
    return size.width > 0 && size.height > 0 && size.width <= max_side && size.height <= max_side &&
           std::int64_t{size.width} * size.height <= max_pixels;
}

}  // namespace ecsview::screen
