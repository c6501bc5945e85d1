// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/coverage.h"

namespace ecsview::screen {

void Coverage::reset(DesktopSize size) {
    size_ = size;
    missing_ = size.area();
    drawn_.assign(static_cast<std::size_t>(missing_), false);
}

void Coverage::add(const Damage& damage) {
    for (const auto& rect : damage.rects())
        for (int y = rect.y; y < rect.bottom(); ++y)
            for (int x = rect.x; x < rect.right(); ++x) {
                auto pixel = drawn_[static_cast<std::size_t>(y) * size_.width + x];
                missing_ -= pixel ? 0 : 1;
                pixel = true;
            }
}

}  // namespace ecsview::screen
