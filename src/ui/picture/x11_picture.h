// SPDX-License-Identifier: GPL-2.0-or-later
// Shows the decoder's memory itself in a window of X11, pixel for pixel: the X server maps it
// (MIT-SHM 1.2) and copies from it to the screen, so there is no picture of the window's in
// between. On a connection of its own to the X server, so that nothing that goes wrong here ends
// Xlib's. Where that cannot be (another system, an X server far away, other pixels) map() says no.
// ui thread.
#pragma once

#include <SDL.h>

#include <memory>
#include <span>

#include "screen/framebuffer.h"

namespace ecsview::ui {

class X11Picture {
public:
    // `window` is borrowed and outlives this. Nothing is done before the first map().
    explicit X11Picture(SDL_Window* window);
    ~X11Picture();
    X11Picture(const X11Picture&) = delete;
    X11Picture& operator=(const X11Picture&) = delete;

    // Whether the X server has this memory, until another one or unmap(). After one no it is always
    // no.
    bool map(const std::shared_ptr<const screen::Framebuffer>& memory);
    void unmap();
    // Copies parts of the mapped picture to the window; `picture` is where the whole of it lies
    // there, and each part lies in it. When this returns, the X server has read them. False: it has
    // not, and will not.
    bool show(const screen::WindowRect& picture, std::span<const screen::WindowRect> parts);

private:
    class Server;
    bool fail(const char* why);

    SDL_Window* const window_;
    bool possible_ = true;
    std::unique_ptr<Server> server_;
    std::shared_ptr<const screen::Framebuffer> mapped_;
};

}  // namespace ecsview::ui
