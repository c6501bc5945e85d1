// SPDX-License-Identifier: GPL-2.0-or-later
// The part of the desktop that changed: at most 64 rectangles, else their bounding box. A value
// with no allocation, usable in the decoder's sandbox and in any thread. Rectangles may overlap,
// but together they have no more pixels than their bounding box: what is drawn for a message is
// bounded by the desktop, whatever the server sends.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "screen/geometry.h"

namespace ecsview::screen {

class Damage {
public:
    static constexpr std::size_t max_rects = 64;

    // Empty rectangles are ignored; one that is inside another is dropped; one that continues the
    // last downwards or to the right (as encoders send strips and tiles) is joined with it.
    void add(const DesktopRect& rect);
    void add(const Damage& other);
    void clear() { count_ = 0; }

    bool empty() const { return count_ == 0; }
    std::span<const DesktopRect> rects() const { return {rects_.data(), count_}; }
    DesktopRect bounds() const;

private:
    void become(const DesktopRect& rect);
    std::int64_t pixels() const;

    std::array<DesktopRect, max_rects> rects_{};
    std::size_t count_ = 0;
};

}  // namespace ecsview::screen
