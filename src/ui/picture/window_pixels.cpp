// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/window_pixels.h"

#include <utility>

#include "base/log.h"

namespace ecsview::ui {
namespace {

bool native(const SDL_Surface& surface) {
    const Uint32 format = surface.format->format;
    return format == SDL_PIXELFORMAT_RGB888 || format == SDL_PIXELFORMAT_ARGB8888;
}

Canvas canvas_of(const SDL_Surface& surface) {
    return {static_cast<std::uint32_t*>(surface.pixels), surface.w, surface.h, surface.pitch / 4};
}

}  // namespace

// What is in the window in the end, or in the shadow.
Canvas WindowPixels::own() {
    if (native(*surface_)) return canvas_of(*surface_);
    if (!shadow_ || shadow_->w != surface_->w || shadow_->h != surface_->h) {
        shadow_.reset(SDL_CreateRGBSurfaceWithFormat(0, surface_->w, surface_->h, 32,
                                                     SDL_PIXELFORMAT_RGB888));
        lost_ = true;
    }
    return shadow_ ? canvas_of(*shadow_) : Canvas{};
}

Canvas WindowPixels::open() {
    lost_ = false;
    surface_ = SDL_GetWindowSurface(window_);
    if (!surface_ || (SDL_MUSTLOCK(surface_) && SDL_LockSurface(surface_) != 0)) {
        if (!std::exchange(missing_, true))  // once, and not for each frame
            log::warning("ui", "the window has no surface", {{"sdl", SDL_GetError()}});
        return {};
    }
    missing_ = false;
    const Canvas window = own();
    if (rotation_ == Rotation::none || window.pixels == nullptr) return window;
    const auto size = turned(screen::WindowSize{window.width, window.height}, rotation_);
    if (size != upright_size_) {
        upright_.assign(static_cast<std::size_t>(size.area()), 0);
        upright_size_ = size;
        lost_ = true;
    }
    return upright();
}

Canvas WindowPixels::upright() {
    return {upright_.data(), upright_size_.width, upright_size_.height, upright_size_.width};
}

SDL_Rect WindowPixels::in_window(const SDL_Rect& drawn) const {
    const Area area = area_in_window({drawn.x, drawn.y, drawn.w, drawn.h}, rotation_,
                                     turned(upright_size_, rotation_));
    return {area.x, area.y, area.width, area.height};
}

void WindowPixels::close(std::span<const SDL_Rect> drawn) {
    if (rotation_ != Rotation::none)
        for (const SDL_Rect& rect : drawn)
            turn(upright(), own(), {rect.x, rect.y, rect.w, rect.h}, rotation_);
    if (SDL_MUSTLOCK(surface_)) SDL_UnlockSurface(surface_);
    if (native(*surface_)) return;
    for (const SDL_Rect& rect : drawn) {
        SDL_Rect from = in_window(rect), to = from;
        SDL_BlitSurface(shadow_.get(), &from, surface_, &to);
    }
}

void WindowPixels::show(std::span<const SDL_Rect> drawn) {
    std::vector<SDL_Rect> there;
    if (rotation_ != Rotation::none) {
        for (const SDL_Rect& rect : drawn) there.push_back(in_window(rect));
        drawn = there;
    }
    if (SDL_UpdateWindowSurfaceRects(window_, drawn.data(), static_cast<int>(drawn.size())) != 0)
        log::warning("ui", "the window could not be drawn", {{"sdl", SDL_GetError()}});
}

void WindowPixels::give_back() {
    if (SDL_HasWindowSurface(window_)) SDL_DestroyWindowSurface(window_);
}

}  // namespace ecsview::ui
