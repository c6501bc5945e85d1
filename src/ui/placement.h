// SPDX-License-Identifier: GPL-2.0-or-later
// Where the window stands and how large it is: it follows the desktop's size until a person chooses
// another one, goes to full screen, and comes back to the same place. ui thread.
#pragma once

#include <chrono>
#include <optional>

#include "screen/geometry.h"
#include "ui/sdl_video.h"

namespace ecsview::ui {

class Placement {
public:
    // `window` is borrowed and outlives this; `chosen`: the size that the user asked for.
    Placement(SDL_Window* window, std::optional<screen::WindowSize> chosen);

    bool fullscreen() const;
    void enter_fullscreen();
    void leave_fullscreen();

    // The window takes the desktop's size as long as nobody has chosen another one. True: the
    // window's pixels mean nothing any more.
    bool follow(screen::DesktopSize desktop);
    // The system says that the size is another one: was it a person's wish?
    void resized();

private:
    void remember();
    void set_size(screen::WindowSize size);
    void resize_in_place(screen::WindowSize size);

    SDL_Window* const window_;
    std::chrono::steady_clock::time_point our_resize_{};  // when we last asked for a size
    screen::WindowSize asked_;                            // and for which
    screen::WindowRect windowed_;   // where the window goes back to from full screen
    SDL_Point frame_{};             // its left and upper border there
    screen::DesktopSize followed_;  // the desktop that gave the window its size
    bool sized_by_user_;
};

}  // namespace ecsview::ui
