// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/placement.h"

#include <algorithm>
#include <string_view>

#include "ui/viewport.h"

namespace ecsview::ui {
namespace {

using std::chrono::steady_clock;

// Another size that comes so soon after our own wish is what the window manager made of it, not the
// user's hand.
constexpr std::chrono::milliseconds answer_time{500};

// The part of the window's display where its content may lie: without panels and its own frame.
SDL_Rect usable_bounds(SDL_Window* window) {
    SDL_Rect bounds{0, 0, 800, 500};
    SDL_GetDisplayUsableBounds(std::max(0, SDL_GetWindowDisplayIndex(window)), &bounds);
    int top = 0, left = 0, bottom = 0, right = 0;
    SDL_GetWindowBordersSize(window, &top, &left, &bottom, &right);
    return {bounds.x + left, bounds.y + top, std::max(1, bounds.w - left - right),
            std::max(1, bounds.h - top - bottom)};
}

SDL_Point frame_of(SDL_Window* window) {
    int top = 0, left = 0;
    SDL_GetWindowBordersSize(window, &top, &left, nullptr, nullptr);
    return {left, top};
}

// SDL counts with the border of the moment, and a full screen window has none.
void put_back(SDL_Window* window, const screen::WindowRect& place, SDL_Point frame) {
    const SDL_Point now = frame_of(window);
    SDL_SetWindowPosition(window, place.x + now.x - frame.x, place.y + now.y - frame.y);
}

}  // namespace

Placement::Placement(SDL_Window* window, std::optional<screen::WindowSize> chosen)
    : window_(window), sized_by_user_(chosen.has_value()) {
    remember();
}

bool Placement::fullscreen() const {
    return (SDL_GetWindowFlags(window_) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
}

void Placement::remember() {
    SDL_GetWindowSize(window_, &windowed_.width, &windowed_.height);
    SDL_GetWindowPosition(window_, &windowed_.x, &windowed_.y);
    frame_ = frame_of(window_);
}

// Under X11 only a window manager makes a window full screen; a kiosk may have none, so the window
// covers the display before it is asked.
void Placement::enter_fullscreen() {
    our_resize_ = steady_clock::now();
    remember();
    SDL_Rect bounds;
    const bool x11 = std::string_view(SDL_GetCurrentVideoDriver()) == "x11";
    const int display = std::max(0, SDL_GetWindowDisplayIndex(window_));
    if (x11 && SDL_GetDisplayBounds(display, &bounds) == 0) {
        SDL_SetWindowSize(window_, bounds.w, bounds.h);
        SDL_SetWindowPosition(window_, bounds.x, bounds.y);
    }
    SDL_SetWindowFullscreen(window_, SDL_WINDOW_FULLSCREEN_DESKTOP);
    // Alt+Tab and the like are for the guest then.
    SDL_SetWindowKeyboardGrab(window_, SDL_TRUE);
}

void Placement::leave_fullscreen() {
    our_resize_ = steady_clock::now();
    SDL_SetWindowKeyboardGrab(window_, SDL_FALSE);
    SDL_SetWindowFullscreen(window_, 0);
    set_size({windowed_.width, windowed_.height});
    put_back(window_, windowed_, frame_);
}

bool Placement::follow(screen::DesktopSize desktop) {
    if (sized_by_user_ || desktop == followed_ || desktop.empty() || fullscreen()) return false;
    const SDL_Rect bounds = usable_bounds(window_);
    our_resize_ = steady_clock::now();
    resize_in_place(natural_window(desktop, {bounds.w, bounds.h}));
    followed_ = desktop;
    return true;
}

// Keeps the window's middle where it is, as far as the whole window then stays on the display.
void Placement::resize_in_place(screen::WindowSize size) {
    const SDL_Rect bounds = usable_bounds(window_);
    int x = 0, y = 0, width = 0, height = 0;
    SDL_GetWindowPosition(window_, &x, &y);
    SDL_GetWindowSize(window_, &width, &height);
    const int last_x = std::max(bounds.x, bounds.x + bounds.w - size.width);
    const int last_y = std::max(bounds.y, bounds.y + bounds.h - size.height);
    x = std::clamp(x + (width - size.width) / 2, bounds.x, last_x);
    y = std::clamp(y + (height - size.height) / 2, bounds.y, last_y);
    // A window that grows must not sweep over a pointer that will be outside of it again.
    const bool grows = size.width >= width && size.height >= height;
    if (grows) SDL_SetWindowPosition(window_, x, y);
    set_size(size);
    if (!grows) SDL_SetWindowPosition(window_, x, y);
}

void Placement::set_size(screen::WindowSize size) {
    asked_ = size;
    SDL_SetWindowSize(window_, size.width, size.height);
}

void Placement::resized() {
    screen::WindowSize size;
    SDL_GetWindowSize(window_, &size.width, &size.height);
    if (size == asked_ || fullscreen()) return;  // on a slow machine the answer comes late
    if (steady_clock::now() - our_resize_ > answer_time) sized_by_user_ = true;
}

}  // namespace ecsview::ui
