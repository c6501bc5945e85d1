// SPDX-License-Identifier: GPL-2.0-or-later
// Since when the picture stands still. What is drawn anew without being different is no change, and
// neither is a cursor that blinks: a place as large as a letter that goes back to what it was
// before its last change. Keeps a copy of the picture. Pure, the clock is passed in; one thread,
// its owner's.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "screen/damage.h"
#include "screen/geometry.h"

namespace ecsview::script {

class Stillness {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // The picture as it is now; it stands still from now on.
    void prime(const std::vector<std::uint32_t>& pixels, screen::DesktopSize size, TimePoint now);
    // `pixels` is the whole picture, `damage` where it may differ from the last one.
    void look(const screen::Damage& damage, const std::vector<std::uint32_t>& pixels,
              screen::DesktopSize size, TimePoint now);
    TimePoint since() const { return since_; }

private:
    screen::DesktopRect difference(const screen::DesktopRect& rect,
                                   const std::vector<std::uint32_t>& pixels) const;

    std::vector<std::uint32_t> picture_;
    screen::DesktopSize size_;
    screen::DesktopRect place_;          // of the last change, if it was as small as a letter
    std::vector<std::uint32_t> before_;  // what was there before it
    TimePoint since_{};
};

}  // namespace ecsview::script
