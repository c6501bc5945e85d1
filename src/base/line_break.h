// SPDX-License-Identifier: GPL-2.0-or-later
// Where a line of text may end besides at its spaces. Pure; any thread.
#pragma once

namespace ecsview {

// Between two characters, of which one at least is wide (a Chinese one): not before a mark that
// closes something, and not behind one that opens something.
bool breaks_between_wide(char32_t before, char32_t after);

}  // namespace ecsview
