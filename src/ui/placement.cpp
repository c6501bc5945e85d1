// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/placement.h"

#include <algorithm>
#include <string_view>

#include "base/log.h"
#include "ui/displays.h"
#include "ui/picture/density.h"
#include "ui/picture/viewport.h"

namespace ecsview::ui {
namespace {

using std::chrono::steady_clock;

// Another size that comes so soon after our own wish is what the window manager made of it, not the
// user's hand.
constexpr std::chrono::milliseconds answer_time{500};

// A full screen window in the wrong place may be on its way; and a window manager that knows better
// is not argued with for ever.
constexpr std::chrono::milliseconds time_to_settle{300};
constexpr int most_times_to_settle = 3;

int display_of(SDL_Window* window) {
    return std::max(0, SDL_GetWindowDisplayIndex(window));
}

}  // namespace

Placement::Placement(SDL_Window* window, std::optional<screen::WindowSize> chosen, bool grabs)
    : window_(window), grabs_(grabs), sized_by_user_(chosen.has_value()) {
    remember();
}

Placement::Frame Placement::frame_of(SDL_Window* window) {
    Frame frame;
    SDL_GetWindowBordersSize(window, &frame.top, &frame.left, &frame.bottom, &frame.right);
    return frame;
}

// The part of the window's display where its content may lie: without panels and its own frame.
SDL_Rect Placement::usable_bounds(SDL_Window* window) {
    SDL_Rect bounds{0, 0, 800, 500};
    SDL_GetDisplayUsableBounds(display_of(window), &bounds);
    const Frame frame = frame_of(window);
    return {bounds.x + frame.left, bounds.y + frame.top,
            std::max(1, bounds.w - frame.left - frame.right),
            std::max(1, bounds.h - frame.top - frame.bottom)};
}

bool Placement::fullscreen() const {
    return (SDL_GetWindowFlags(window_) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
}

void Placement::remember() {
    SDL_GetWindowSize(window_, &windowed_.width, &windowed_.height);
    SDL_GetWindowPosition(window_, &windowed_.x, &windowed_.y);
    frame_ = frame_of(window_);
}

// Under X11 only a window manager makes a window full screen; a kiosk may have none, so a window
// without a frame covers the display before that is asked. One with a frame has a window manager,
// and fluxbox leaves it where the title bar was, below the screen's first rows, unless its size
// changes on the way.
void Placement::cover_display() {
    SDL_Rect bounds;
    const bool x11 = std::string_view(SDL_GetCurrentVideoDriver()) == "x11";
    if (!x11 || SDL_GetDisplayBounds(display_of(window_), &bounds) != 0) return;
    const bool framed = frame_ != Frame{};
    if (framed && windowed_.width == bounds.w && windowed_.height == bounds.h)
        SDL_SetWindowSize(window_, bounds.w, bounds.h - 1);
    if (framed) return;
    SDL_SetWindowSize(window_, bounds.w, bounds.h);
    SDL_SetWindowPosition(window_, bounds.x, bounds.y);
}

void Placement::enter_fullscreen() {
    our_resize_ = steady_clock::now();
    times_to_settle_ = most_times_to_settle;
    remember();
    cover_display();
    SDL_SetWindowFullscreen(window_, SDL_WINDOW_FULLSCREEN_DESKTOP);
    if (grabs_) SDL_SetWindowKeyboardGrab(window_, SDL_TRUE);
}

void Placement::leave_fullscreen() {
    our_resize_ = steady_clock::now();
    SDL_SetWindowKeyboardGrab(window_, SDL_FALSE);
    SDL_SetWindowFullscreen(window_, 0);
    set_size({windowed_.width, windowed_.height});
    put_back();
}

void Placement::moved(int x, int y) {
    SDL_Rect bounds;
    settle_at_.reset();
    if (!fullscreen() || times_to_settle_ == 0) return;
    if (SDL_GetDisplayBounds(display_of(window_), &bounds) != 0) return;
    if (x != bounds.x || y != bounds.y) settle_at_ = steady_clock::now() + time_to_settle;
}

// Fluxbox, on a busy machine, puts a window with the display's size below the title bar that it had
// for a moment, and leaves it there when it takes the bar away; with another size on the way it
// does not. Where there is no window manager, the size would stay so: that is tried second.
bool Placement::settle(steady_clock::time_point now) {
    if (!settle_at_ || now < *settle_at_) return false;
    settle_at_.reset();
    SDL_Rect bounds;
    if (!fullscreen() || SDL_GetDisplayBounds(display_of(window_), &bounds) != 0) return false;
    const int less = times_to_settle_ == most_times_to_settle ? 0 : 1;
    --times_to_settle_;
    log::debug("ui", "full screen beside the display's corner: asking again");
    SDL_SetWindowFullscreen(window_, 0);
    SDL_SetWindowSize(window_, bounds.w, bounds.h - less);
    SDL_SetWindowPosition(window_, bounds.x, bounds.y);
    SDL_SetWindowFullscreen(window_, SDL_WINDOW_FULLSCREEN_DESKTOP);
    return true;
}

void Placement::grab_keyboard(bool grab) {
    if (!fullscreen()) SDL_SetWindowKeyboardGrab(window_, grab ? SDL_TRUE : SDL_FALSE);
}

void Placement::keep_keyboard(bool keep) {
    grabs_ = keep;
    if (fullscreen()) SDL_SetWindowKeyboardGrab(window_, keep ? SDL_TRUE : SDL_FALSE);
}

// SDL counts with the frame of the moment, and a full screen window has none.
void Placement::put_back() {
    const Frame now = frame_of(window_);
    SDL_SetWindowPosition(window_, windowed_.x + now.left - frame_.left,
                          windowed_.y + now.top - frame_.top);
}

bool Placement::follow(screen::DesktopSize desktop) {
    if (sized_by_user_ || desktop == followed_ || desktop.empty() || fullscreen()) return false;
    fit(desktop);
    return true;
}

bool Placement::reframed() {
    if (sized_by_user_ || followed_.empty() || fullscreen()) return false;
    if (frame_of(window_) == fitted_frame_ && density_of(window_) == fitted_density_) return false;
    fit(followed_);
    return true;
}

void Placement::fit(screen::DesktopSize desktop) {
    const SDL_Rect bounds = usable_bounds(window_);
    our_resize_ = steady_clock::now();
    fitted_frame_ = frame_of(window_);
    fitted_density_ = density_of(window_);
    const screen::WindowSize points = in_points(desktop, fitted_density_);
    resize_in_place(natural_window({points.width, points.height}, {bounds.w, bounds.h}));
    followed_ = desktop;
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
