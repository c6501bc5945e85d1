// SPDX-License-Identifier: GPL-2.0-or-later
// Which pixels of a desktop have been drawn at least once: tells when the first picture is whole,
// for servers may send it in several updates. Pure; one bit a pixel, and only
// whoever has no window pays for it.
#pragma once

#include <vector>

#include "screen/damage.h"

namespace ecsview::screen {

class Coverage {
public:
    void reset(DesktopSize size);
    void add(const Damage& damage);
    bool whole() const { return missing_ == 0; }

private:
    DesktopSize size_;
    std::vector<bool> drawn_;
    std::int64_t missing_ = -1;  // no size is known yet
};

}  // namespace ecsview::screen
