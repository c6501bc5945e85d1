// SPDX-License-Identifier: GPL-2.0-or-later
// The window's own pixels: opened to be drawn into, closed, and shown in parts. Where the window's
// have another format than Canvas, they are drawn beside it and converted; where the picture is
// turned, it is drawn upright beside it, and what was drawn is turned. ui thread.
#pragma once

#include <span>
#include <vector>

#include "ui/picture/canvas.h"
#include "ui/picture/rotation.h"
#include "ui/picture/sdl_handles.h"

namespace ecsview::ui {

class WindowPixels {
public:
    // `window` is borrowed and outlives this.
    explicit WindowPixels(SDL_Window* window, Rotation rotation = Rotation::none)
        : window_(window), rotation_(rotation) {}

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
    Canvas own();
    Canvas upright();
    SDL_Rect in_window(const SDL_Rect& drawn) const;

    SDL_Window* const window_;
    const Rotation rotation_;
    SDL_Surface* surface_ = nullptr;      // the window's own, while it is open
    SurfaceHandle shadow_;                // only where the window's pixels have another format
    std::vector<std::uint32_t> upright_;  // only where it is turned
    screen::WindowSize upright_size_;
    bool lost_ = false;
    bool missing_ = false;  // said in the log
};

}  // namespace ecsview::ui
