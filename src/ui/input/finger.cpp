// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/finger.h"

#include <SDL_touch.h>
#include <SDL_video.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace ecsview::ui {

std::int64_t number_of(const SDL_TouchFingerEvent& event) {
    const auto device = static_cast<std::uint64_t>(event.touchId);
    return static_cast<std::int64_t>((device << 32 ^ static_cast<std::uint64_t>(event.fingerId)) &
                                     INT64_MAX);
}

bool is_touchpad(const SDL_TouchFingerEvent& event) {
    const auto type = SDL_GetTouchDeviceType(event.touchId);
    return type == SDL_TOUCH_DEVICE_INDIRECT_ABSOLUTE || type == SDL_TOUCH_DEVICE_INDIRECT_RELATIVE;
}

void turn_upright(SDL_TouchFingerEvent& event, Rotation rotation) {
    const float x = event.x, y = event.y;
    switch (rotation) {
        case Rotation::quarter: event.x = y, event.y = 1 - x; break;
        case Rotation::half: event.x = 1 - x, event.y = 1 - y; break;
        case Rotation::three_quarters: event.x = 1 - y, event.y = x; break;
        case Rotation::none: break;
    }
}

// What is 1 for SDL is the end of the window's last pixel, and its beginning on X11.
FingerPoint point_of(const SDL_TouchFingerEvent& event, screen::WindowSize window) {
    const int less = std::string_view(SDL_GetCurrentVideoDriver()) == "x11" ? 1 : 0;
    const auto along = [&](float part, int side) {
        return std::clamp(part * double(side - less), 0.0, double(side - 1));
    };
    return {along(event.x, window.width), along(event.y, window.height)};
}

// SDL's numbers have 24 bits.
screen::WindowPoint pixel(FingerPoint at) {
    constexpr double rounding = 1.0 / 256;
    return {static_cast<int>(std::floor(at.x + rounding)),
            static_cast<int>(std::floor(at.y + rounding))};
}

}  // namespace ecsview::ui
