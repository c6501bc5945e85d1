// SPDX-License-Identifier: GPL-2.0-or-later
// What a wall says of itself: below its consoles, in its title, and to the service manager. Pure;
// any thread.
#pragma once

#include <cstddef>
#include <string>

#include "ui/input/behaviour.h"
#include "ui/input/hotkeys.h"

namespace ecsview::ui {

struct WallCensus {
    std::size_t consoles = 0, live = 0;
};

// What keys and mouse do now. `typing`: what is typed goes to all that are live.
std::string footer_of(const WallCensus& census, bool typing, const Behaviour& behaviour,
                      const Hotkeys& hotkeys);
// "9 consoles: 8 live"
std::string report_of(const WallCensus& census);
// "9 consoles"
std::string wall_title(std::size_t consoles);

}  // namespace ecsview::ui
