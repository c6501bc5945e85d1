// SPDX-License-Identifier: GPL-2.0-or-later
// Lines for a terminal: measured in its cells, and broken between Chinese characters too, which
// have no spaces. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ecsview::options {

// The text, which has no end of line, in lines of at most `cells` cells, the first of at most
// `first`. Breaks at spaces, which are left out there, and beside wide characters, unless a mark
// would stand on the wrong side; within a word only when it is longer than a line.
std::vector<std::string> wrapped(std::string_view text, int first, int cells);

}  // namespace ecsview::options
