// SPDX-License-Identifier: GPL-2.0-or-later
// Which consoles a wall has: the TARGETs of the command line and those of --wall's file. Used once
// by parse().
#pragma once

#include <string>
#include <vector>

#include "options/options.h"
#include "options/target.h"
#include "options/words.h"

namespace ecsview::options {

// Whether several consoles are asked for, be it that the file then names one.
bool wants_wall(const Words& words, const Options& options);

// In the order in which they are named. Throws Error (ExitCode::usage): the file cannot be read, a
// line of it is no TARGET, an instance is named twice, an option is for one console only. No
// sentence repeats a TARGET that may be a VncUrl.
std::vector<Target> wall_targets(const Words& words, const Options& options);

}  // namespace ecsview::options
