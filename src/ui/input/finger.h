// SPDX-License-Identifier: GPL-2.0-or-later
// Fingers as SDL tells them, in the window's pixels. ui thread.
#pragma once

#include <SDL_events.h>

#include <cstdint>

#include "screen/geometry.h"
#include "ui/input/gestures.h"
#include "ui/picture/rotation.h"

namespace ecsview::ui {

// One for each finger of each device, never negative.
std::int64_t number_of(const SDL_TouchFingerEvent& event);

// A touchpad's fingers are told, too, beside the pointer that they move.
bool is_touchpad(const SDL_TouchFingerEvent& event);

// What of a turned window a finger is on, in the upright picture.
void turn_upright(SDL_TouchFingerEvent& event, Rotation rotation, screen::WindowSize window);

FingerPoint point_of(const SDL_TouchFingerEvent& event, screen::WindowSize window);

// The pixel that the point lies in.
screen::WindowPoint pixel(FingerPoint at);

}  // namespace ecsview::ui
