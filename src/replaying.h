// SPDX-License-Identifier: GPL-2.0-or-later
// ecsview replay: a recording in the window. Main thread.
#pragma once

#include "base/termination.h"
#include "options/options.h"
#include "rfb/decoder/spawner.h"
#include "ui/window_options.h"

namespace ecsview {

// How it ended; nothing: as the user wanted. `look`: how the window is to be, but for its title.
std::optional<Failure> show_recording(const options::Options& options, ui::WindowOptions look,
                                      rfb::Spawner spawner, const Termination& termination);

}  // namespace ecsview
