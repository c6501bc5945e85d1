// SPDX-License-Identifier: GPL-2.0-or-later
// SDL's video system for as long as this object lives, set up so that it leaves the keys to the
// guest (no input method, no Alt+Tab) and the signals to main. One object, on the main thread, made
// before other threads read the environment. Also the owner of SDL's window.
#pragma once

#include <SDL.h>

#include <chrono>
#include <memory>
#include <optional>

#include "screen/geometry.h"
#include "ui/input/input_devices.h"
#include "ui/input/x11_keysyms.h"
#include "ui/x11_wait.h"

namespace ecsview::ui {

struct CloseWindow {
    void operator()(SDL_Window* window) const noexcept;
};

using WindowHandle = std::unique_ptr<SDL_Window, CloseWindow>;

class SdlVideo {
public:
    // Throws NoDisplay when no display can really be opened. SDL's drivers
    // without a screen count as one only if SDL_VIDEODRIVER names them.
    SdlVideo();
    ~SdlVideo();
    SdlVideo(const SdlVideo&) = delete;
    SdlVideo& operator=(const SdlVideo&) = delete;

    Uint32 wake_event() const noexcept { return wake_event_; }

    // Hidden, and so that SDL need not make it anew to draw into it. `at`: SDL's place for both
    // axes. Before another thread pushes. Throws Error (ExitCode::no_display) when there is none,
    // or nothing could be drawn into it, where that can be known before it is shown.
    WindowHandle make_window(const char* title, int at, screen::WindowSize size);
    // The next event; false: none came until then, or there was something else to look at.
    bool wait(SDL_Event& event, std::optional<std::chrono::steady_clock::time_point> deadline);
    // Any thread: as SDL_PushEvent with an event of nothing but that type, and ends the wait.
    void push(Uint32 type) noexcept;
    // The same with the wake event, and with SDL_QUIT.
    void wake() noexcept { push(wake_event_); }
    void request_quit() noexcept { push(SDL_QUIT); }

private:
    Uint32 wake_event_ = 0;
    std::optional<InputDevices> devices_;  // only where SDL cannot wait by itself
    std::optional<X11Keysyms> keysyms_;    // only on X11
    std::optional<X11Wait> x11_;           // the same, once there is a window
};

}  // namespace ecsview::ui
