// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/displays.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/error.h"
#include "base/language.h"
#include "base/log.h"
#include "ui/input/finger.h"
#include "ui/picture/density.h"

namespace ecsview::ui {
namespace {

std::string words_of(int index) {
    SDL_Rect bounds{};
    SDL_GetDisplayBounds(index, &bounds);
    const char* name = SDL_GetDisplayName(index);
    if (!name)
        return tr("{1} ({2}x{3} at {4},{5})", index + 1, bounds.w, bounds.h, bounds.x, bounds.y);
    return tr("{1} ({2}, {3}x{4} at {5},{6})", index + 1, log::printable(name), bounds.w, bounds.h,
              bounds.x, bounds.y);
}

}  // namespace

int middle_of_display(std::optional<int> number) {
    if (!number) return SDL_WINDOWPOS_CENTERED;
    const int count = SDL_GetNumVideoDisplays();
    if (*number <= count) return static_cast<int>(SDL_WINDOWPOS_CENTERED_DISPLAY(*number - 1));
    std::string there;
    for (int index = 0; index < count; ++index)
        there = index ? tr("{1}, {2}", there, words_of(index)) : words_of(index);
    throw Error(ExitCode::no_display,
                tr("There is no display {1}; --display can be {2}.", *number, there));
}

screen::WindowSize fifths_of_display(std::optional<int> number, int fifths) {
    constexpr screen::WindowSize least{800, 480};
    SDL_Rect bounds{0, 0, least.width, least.height};
    SDL_GetDisplayUsableBounds(number ? *number - 1 : 0, &bounds);
    const auto side = [&](int usable, int least_side) {
        return std::max(1, std::min(usable, std::max(least_side, usable * fifths / 5)));
    };
    return {side(bounds.w, least.width), side(bounds.h, least.height)};
}

int pixel_of(int point, int points, int pixels) {
    if (points < 2 || points == pixels) return point;
    return static_cast<int>(std::lround(double(point) * (pixels - 1) / (points - 1)));
}

SDL_Event in_pixels(const SDL_Event& event, SDL_Window* window, Rotation rotation) {
    SDL_Event out = event;
    screen::WindowSize points;
    SDL_GetWindowSize(window, &points.width, &points.height);
    const auto pixels = pixels_of(window);
    const auto put = [&](Sint32& x, Sint32& y) {
        const auto at = upright_point(
            {pixel_of(x, points.width, pixels.width), pixel_of(y, points.height, pixels.height)},
            rotation, pixels);
        x = at.x;
        y = at.y;
    };
    if (event.type == SDL_MOUSEMOTION) put(out.motion.x, out.motion.y);
    if (event.type == SDL_MOUSEWHEEL) put(out.wheel.mouseX, out.wheel.mouseY);
    if (event.type == SDL_MOUSEBUTTONDOWN || event.type == SDL_MOUSEBUTTONUP)
        put(out.button.x, out.button.y);
    if (event.type == SDL_FINGERDOWN || event.type == SDL_FINGERUP ||
        event.type == SDL_FINGERMOTION)
        turn_upright(out.tfinger, rotation, pixels);
    return out;
}

screen::WindowSize in_points(screen::DesktopSize desktop, double density) {
    const double factor = std::max(1.0, std::floor(density + 0.01)) / std::max(1.0, density);
    const auto side = [&](int pixels) {
        return static_cast<int>(std::ceil(pixels * factor - 0.01));
    };
    return {side(desktop.width), side(desktop.height)};
}

}  // namespace ecsview::ui
