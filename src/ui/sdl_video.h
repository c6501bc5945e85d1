// SPDX-License-Identifier: GPL-2.0-or-later
// SDL's video system for as long as this object lives, set up so that it leaves the keys to the
// guest (no input method, no Alt+Tab) and the signals to main. One object, on the main thread, made
// before other threads read the environment. Also the owner of SDL's window.
#pragma once

#include <SDL.h>

#include <chrono>
#include <memory>
#include <optional>

#include "ui/input/input_devices.h"
#include "ui/input/x11_keysyms.h"

namespace ecsview::ui {

class SdlVideo {
public:
    // Throws Error (ExitCode::no_display) when no display can really be opened. SDL's drivers
    // without a screen count as one only if SDL_VIDEODRIVER names them.
    SdlVideo();
    ~SdlVideo();
    SdlVideo(const SdlVideo&) = delete;
    SdlVideo& operator=(const SdlVideo&) = delete;

    Uint32 wake_event() const noexcept { return wake_event_; }

    // The next event; false: none came within the limit, or there was something else to look at.
    bool wait(SDL_Event& event, std::optional<std::chrono::milliseconds> limit);
    // Any thread: as SDL_PushEvent, and ends the wait.
    void push(SDL_Event event) noexcept;

private:
    Uint32 wake_event_ = 0;
    std::optional<InputDevices> devices_;  // only where SDL cannot wait by itself
    std::optional<X11Keysyms> keysyms_;    // only on X11
};

// What a window has to be made with: hidden, and so that SDL need not make it anew to draw into it.
Uint32 window_flags();

// Throws Error (ExitCode::no_display) when nothing could be drawn into the window, where that can
// be known before it is shown.
void require_pixels(SDL_Window* window);

struct CloseWindow {
    void operator()(SDL_Window* window) const noexcept;
};

using WindowHandle = std::unique_ptr<SDL_Window, CloseWindow>;

}  // namespace ecsview::ui
