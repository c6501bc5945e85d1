// SPDX-License-Identifier: GPL-2.0-or-later
// The window's own pixels: opened to be drawn into, closed, and shown in parts. Where the window's
// have another format than Canvas, they are drawn beside it and converted. ui thread.
#pragma once

#include <span>
#include <vector>

#include "ui/picture/canvas.h"
#include "ui/picture/sdl_handles.h"

namespace ecsview::ui {

class WindowPixels {
public:
    // `window` is borrowed and outlives this.
    explicit WindowPixels(SDL_Window* window) : window_(window) {}

    // Empty: there are none now, which is said in the log once.
    Canvas open();
    // What was drawn before may be lost: all of it is to be drawn again. Until the next open().
    bool lost() const { return lost_; }
    // After open(), with what was drawn since then and is not shown yet.
    void close(std::span<const SDL_Rect> drawn);
    void show(std::span<const SDL_Rect> drawn);
    // Gives the memory back, if nobody draws for now.
    void give_back();

private:
    SDL_Window* const window_;
    SDL_Surface* surface_ = nullptr;  // the window's own, while it is open
    SurfaceHandle shadow_;            // only where the window's pixels have another format
    bool lost_ = false;
    bool missing_ = false;  // said in the log
};

}  // namespace ecsview::ui
