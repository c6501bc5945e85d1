// SPDX-License-Identifier: GPL-2.0-or-later
// How many pixels there are to a point of SDL's, in which it counts windows, the mouse's places and
// cursors: more than one on Wayland where the output is scaled.
#pragma once

#include <SDL.h>

#include "screen/geometry.h"

namespace ecsview::ui {

inline screen::WindowSize pixels_of(SDL_Window* window) {
    screen::WindowSize size;
    SDL_GetWindowSizeInPixels(window, &size.width, &size.height);
    return size;
}

// Pixels of a point, along each side.
inline double density_of(SDL_Window* window) {
    int points = 0;
    SDL_GetWindowSize(window, &points, nullptr);
    return points > 0 ? double(pixels_of(window).width) / points : 1;
}

}  // namespace ecsview::ui
