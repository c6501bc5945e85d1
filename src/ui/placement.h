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
    // `window` is borrowed and outlives this; `chosen`: the size that the user asked for;
    // `grabs`: in full screen the keyboard is all ours, with Alt+Tab and the like.
    Placement(SDL_Window* window, std::optional<screen::WindowSize> chosen, bool grabs);

    bool fullscreen() const;
    void enter_fullscreen();
    void leave_fullscreen();

    // The system says that the window's content stands here, in pixels of the desktop. Full screen
    // beside the display's corner is no full screen; it is entered anew if it stays so.
    void moved(int x, int y);
    // When to settle what stands in the wrong place; nothing: never.
    std::optional<std::chrono::steady_clock::time_point> due() const { return settle_at_; }
    // True: the window's pixels mean nothing any more.
    bool settle(std::chrono::steady_clock::time_point now);

    // In a window: whether the keyboard is all ours, with Alt+Tab and the like.
    void grab_keyboard(bool grab);
    // The same in full screen, now and whenever it is entered.
    void keep_keyboard(bool keep);

    // The window takes the desktop's size as long as nobody has chosen another one. True: the
    // window's pixels mean nothing any more.
    bool follow(screen::DesktopSize desktop);
    // The system says that the size is another one: was it a person's wish?
    void resized();
    // Something happened to the window: if it has another frame, or points of another size, than
    // when it took its size, it is fitted anew. True: as above. The frame is not known before the
    // window is seen.
    bool reframed();

private:
    // Pixels of the window manager's frame on each side.
    struct Frame {
        int top = 0, left = 0, bottom = 0, right = 0;
        bool operator==(const Frame&) const = default;
    };
    static Frame frame_of(SDL_Window* window);
    static SDL_Rect usable_bounds(SDL_Window* window);

    void remember();
    void fit(screen::DesktopSize desktop);
    void cover_display();
    void put_back();
    void set_size(screen::WindowSize size);
    void resize_in_place(screen::WindowSize size);

    SDL_Window* const window_;
    bool grabs_;
    std::chrono::steady_clock::time_point our_resize_{};  // when we last asked for a size
    screen::WindowSize asked_;                            // and for which
    std::optional<std::chrono::steady_clock::time_point> settle_at_;
    int times_to_settle_ = 0;       // before it is left as it is
    screen::WindowRect windowed_;   // where the window goes back to from full screen
    Frame frame_;                   // and its frame there
    Frame fitted_frame_;            // the one that its size was made for
    double fitted_density_ = 1;     // and the pixels of a point there
    screen::DesktopSize followed_;  // the desktop that gave the window its size
    bool sized_by_user_;
};

}  // namespace ecsview::ui
