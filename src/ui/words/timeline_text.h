// SPDX-License-Identifier: GPL-2.0-or-later
// Where a recording stands, in a line for a person. Pure.
#pragma once

#include <string>

#include "screen/playback.h"

namespace ecsview::ui {

// "0:07", "12:34", "1:02:03".
std::string clock_text(std::chrono::milliseconds time);

// With a bar, and with the keys that move it.
std::string text_of(const screen::PlaybackState& state);

}  // namespace ecsview::ui
