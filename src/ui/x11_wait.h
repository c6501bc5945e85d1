// SPDX-License-Identifier: GPL-2.0-or-later
// Sleeps until the X server says something. SDL can do that, too, but it wakes its loop by an X
// event that goes to the server and back, also for each event that it has read itself: a picture
// and a key would wait for that. wake() may be called by any thread, the rest is for the ui thread.
#pragma once

#include <SDL.h>

#include <chrono>
#include <optional>

#include "base/unique_fd.h"

namespace ecsview::ui {

class X11Wait {
public:
    // `connection`: Xlib's descriptor, borrowed. Throws Error when there is no descriptor left.
    explicit X11Wait(int connection);

    // Until wake(), until the X server speaks, or until the limit has passed. One wake() that came
    // before counts. What Xlib has read already is not looked at: ask SDL for events first.
    void wait(std::optional<std::chrono::milliseconds> limit);
    void wake() noexcept;

private:
    const int connection_;
    const UniqueFd wake_;
};

// The descriptor of the window's connection to the X server; nothing: it has none.
std::optional<int> x11_connection_of(SDL_Window* window);

}  // namespace ecsview::ui
