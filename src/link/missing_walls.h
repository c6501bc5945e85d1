// SPDX-License-Identifier: GPL-2.0-or-later
// Tells the log what of the decoder's sandbox this machine does not have. Connection thread.
#pragma once

namespace ecsview::link {

// Of screen::Wall.
void tell_missing_walls(unsigned missing);

}  // namespace ecsview::link
