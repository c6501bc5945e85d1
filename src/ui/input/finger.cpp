// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/finger.h"

#include <SDL_touch.h>
#include <SDL_video.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace ecsview::ui {
namespace {

// SDL's numbers have 24 bits.
constexpr double rounding = 1.0 / 256;

// What is 1 for SDL is the end of the window's last pixel, and its beginning on X11.
int span_of(int side) {
    const char* const driver = SDL_GetCurrentVideoDriver();
    return driver && std::string_view(driver) == "x11" ? side - 1 : side;
}

// The pixel is the other one; where in it the finger is stays as it was.
float mirrored(float part, int side) {
    const double span = span_of(side), at = part * span, first = std::floor(at + rounding);
    return static_cast<float>((side - 1 - first + std::max(at - first, 0.0)) / span);
}

}  // namespace

std::int64_t number_of(const SDL_TouchFingerEvent& event) {
    const auto device = static_cast<std::uint64_t>(event.touchId);
    return static_cast<std::int64_t>((device << 32 ^ static_cast<std::uint64_t>(event.fingerId)) &
                                     INT64_MAX);
}

bool is_touchpad(const SDL_TouchFingerEvent& event) {
    const auto type = SDL_GetTouchDeviceType(event.touchId);
    return type == SDL_TOUCH_DEVICE_INDIRECT_ABSOLUTE || type == SDL_TOUCH_DEVICE_INDIRECT_RELATIVE;
}

void turn_upright(SDL_TouchFingerEvent& event, Rotation rotation, screen::WindowSize window) {
    const float x = event.x, y = event.y;
    const float from_right = mirrored(x, window.width), from_below = mirrored(y, window.height);
    switch (rotation) {
        case Rotation::quarter: event.x = y, event.y = from_right; break;
        case Rotation::half: event.x = from_right, event.y = from_below; break;
        case Rotation::three_quarters: event.x = from_below, event.y = x; break;
        case Rotation::none: break;
    }
}

FingerPoint point_of(const SDL_TouchFingerEvent& event, screen::WindowSize window) {
    const auto along = [](float part, int side) {
        return std::clamp(part * double(span_of(side)), 0.0, double(side - 1));
    };
    return {along(event.x, window.width), along(event.y, window.height)};
}

screen::WindowPoint pixel(FingerPoint at) {
    return {static_cast<int>(std::floor(at.x + rounding)),
            static_cast<int>(std::floor(at.y + rounding))};
}

}  // namespace ecsview::ui
