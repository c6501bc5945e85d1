// SPDX-License-Identifier: GPL-2.0-or-later
// What a console's window is made with, from the command line. Main thread.
#pragma once

#include <chrono>
#include <optional>

#include "options/options.h"
#include "ui/window_options.h"

namespace ecsview {

// `beat_every`: how often the window's thread is to show that it lives.
ui::WindowOptions window_look(const options::Options& options,
                              std::optional<std::chrono::milliseconds> beat_every);

}  // namespace ecsview
