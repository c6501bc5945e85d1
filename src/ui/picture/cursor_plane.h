// SPDX-License-Identifier: GPL-2.0-or-later
// Where the display lays the pointer over the picture by itself, which SDL uses on a bare console
// (KMSDRM). SDL copies what is larger than the place for it behind its end. ui thread.
#pragma once

namespace ecsview::ui {

// How many pixels each side of a cursor may have; 0: as many as it wants.
int cursor_plane_side();

}  // namespace ecsview::ui
