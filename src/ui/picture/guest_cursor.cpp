// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/guest_cursor.h"

#include <string_view>

#include "ui/picture/cursor_plane.h"

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

// What is larger than the display's own place for a pointer becomes smaller.
CursorScale displayable(CursorScale scale, const screen::CursorShape& shape) {
    const int most = cursor_plane_side();
    return most > 0 ? within(scale, shape.width, shape.height, most) : scale;
}

// SDL hands the pixels of a cursor on to X11 as they are, which wants colours that are multiplied
// by alpha; for Wayland and KMSDRM it multiplies them by itself.
bool takes_straight_colours() {
    const char* const driver = SDL_GetCurrentVideoDriver();
    return driver && std::string_view(driver) != "x11";
}

CursorHandle make_cursor(const screen::CursorShape& shape) {
    auto pixels = takes_straight_colours() ? straight(shape.pixels) : shape.pixels;
    // SDL makes a copy of them.
    const SurfaceHandle surface(SDL_CreateRGBSurfaceWithFormatFrom(
        pixels.data(), shape.width, shape.height, 32, shape.width * 4, SDL_PIXELFORMAT_ARGB8888));
    if (!surface) return nullptr;
    return CursorHandle(SDL_CreateColorCursor(surface.get(), shape.hot_x, shape.hot_y));
}

}  // namespace

void GuestCursor::show(const std::shared_ptr<const screen::CursorShape>& shape, CursorScale scale) {
    if (shape == shown_ && (!shape || scale == scale_)) return;
    shown_ = shape;
    scale_ = scale;
    CursorHandle next;
    if (shape) {
        const auto image = turned(scaled(*shape, displayable(scale, *shape)), rotation_);
        next = make_cursor(image.pixels.empty() ? dot() : image);
    }
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
