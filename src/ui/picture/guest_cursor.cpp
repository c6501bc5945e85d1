// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/guest_cursor.h"

#include <algorithm>

namespace ecsview::ui {
namespace {

// When it has not moved for so long it rests.
constexpr std::chrono::seconds rest{5};

// A white dot with a dark rim: seen on any ground.
screen::CursorShape dot() {
    constexpr std::uint32_t o = 0, b = 0xff000000, w = 0xffffffff;
    return {
        5, 5, 2, 2, {o, b, b, b, o, b, w, w, w, b, b, w, w, w, b, b, w, w, w, b, o, b, b, b, o}};
}

bool sound(const screen::CursorShape& shape) {
    return shape.width > 0 && shape.height > 0 && shape.width <= screen::max_cursor_side &&
           shape.height <= screen::max_cursor_side &&
           shape.pixels.size() ==
               static_cast<std::size_t>(shape.width) * static_cast<std::size_t>(shape.height);
}

CursorHandle make_cursor(const screen::CursorShape& shape) {
    // SDL only reads the pixels and makes a copy of them.
    auto* pixels = const_cast<std::uint32_t*>(shape.pixels.data());
    const SurfaceHandle surface(SDL_CreateRGBSurfaceWithFormatFrom(
        pixels, shape.width, shape.height, 32, shape.width * 4, SDL_PIXELFORMAT_ARGB8888));
    if (!surface) return nullptr;
    return CursorHandle(SDL_CreateColorCursor(surface.get(),
                                              std::clamp(shape.hot_x, 0, shape.width - 1),
                                              std::clamp(shape.hot_y, 0, shape.height - 1)));
}

}  // namespace

void GuestCursor::show(const std::shared_ptr<const screen::CursorShape>& shape) {
    if (shape == shown_) return;
    shown_ = shape;
    CursorHandle next;
    if (shape) next = make_cursor(sound(*shape) ? *shape : dot());
    SDL_SetCursor(next ? next.get() : SDL_GetDefaultCursor());
    cursor_ = std::move(next);
}

void GuestCursor::set_hidden(bool hidden) {
    if (hidden == hidden_) return;
    hidden_ = hidden;
    SDL_ShowCursor(hidden ? SDL_DISABLE : SDL_ENABLE);
}

void GuestCursor::moved(TimePoint now) {
    away_at_ = now + rest;
    set_hidden(false);
}

void GuestCursor::wait(TimePoint now) {
    if (!away_at_ || now < *away_at_) return;
    away_at_.reset();
    set_hidden(true);
}

}  // namespace ecsview::ui
