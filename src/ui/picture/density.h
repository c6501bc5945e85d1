// SPDX-License-Identifier: GPL-2.0-or-later
// How many pixels there are to a point of SDL's, in which it counts windows, the mouse's places and
// cursors: more than one on Wayland where the output is scaled.
#pragma once

#include <SDL.h>

namespace ecsview::ui {

// Pixels of a point, along each side.
inline double density_of(SDL_Window* window) {
    int points = 0, pixels = 0;
    SDL_GetWindowSize(window, &points, nullptr);
    SDL_GetWindowSizeInPixels(window, &pixels, nullptr);
    return points > 0 ? double(pixels) / points : 1;
}

}  // namespace ecsview::ui
