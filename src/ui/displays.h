// SPDX-License-Identifier: GPL-2.0-or-later
// The displays that SDL knows, by the numbers that people give them, and the pixels of those where
// a point has several: SDL tells sizes and the mouse's places in points there. ui thread, while
// SDL's video system is on.
#pragma once

#include <SDL.h>

#include <optional>

#include "screen/geometry.h"
#include "ui/picture/rotation.h"

namespace ecsview::ui {

// For both places in SDL_CreateWindow. `number` is from 1; nothing: wherever SDL wants. Throws
// Error (ExitCode::no_display) with the list of those that are there.
int middle_of_display(std::optional<int> number);

// A window's size: so many fifths of that display, and all of a small one.
screen::WindowSize fifths_of_display(std::optional<int> number, int fifths);

// A place along one side, in pixels; the first point is the first pixel, and the last the last.
int pixel_of(int point, int points, int pixels);

// The event, with mouse and finger where they are in the upright picture. A mouse's steps are those
// of the hand, and stay.
SDL_Event in_pixels(const SDL_Event& event, SDL_Window* window, Rotation rotation);

// The size in points of a window whose picture is sharp: each of the desktop's pixels is as many
// as there are whole ones in a point, so that it looks as large as it is meant to.
screen::WindowSize in_points(screen::DesktopSize desktop, double density);

}  // namespace ecsview::ui
