// SPDX-License-Identifier: GPL-2.0-or-later
// Marked parts of the picture, and what is told over it meanwhile. A value; ui thread.
#pragma once

#include <vector>

#include "ui/picture/viewport.h"
#include "ui/words/overlay.h"

namespace ecsview::ui {

struct Marks {
    std::vector<Area> areas;  // of the window; none overlap
    Overlay told;
    bool operator==(const Marks&) const = default;
};

// The window's areas for those of the desktop.
std::vector<Area> areas_of(const std::vector<screen::DesktopRect>& marked, const Viewport& seen);
// Inverts what is marked: that is seen on any ground.
void draw(const Canvas& canvas, const Marks& shown);

}  // namespace ecsview::ui
