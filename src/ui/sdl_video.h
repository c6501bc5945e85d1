// SPDX-License-Identifier: GPL-2.0-or-later
// SDL's video system for as long as this object lives, set up so that it leaves the keys to the
// guest (no input method, no Alt+Tab) and the signals to main. One object, on the main thread, made
// before other threads read the environment. Also the owners of SDL's handles.
#pragma once

#include <SDL.h>

#include <memory>

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

private:
    Uint32 wake_event_ = 0;
};

struct SdlDelete {
    void operator()(SDL_Window* window) const noexcept;
    void operator()(SDL_Surface* surface) const noexcept { SDL_FreeSurface(surface); }
    void operator()(SDL_Cursor* cursor) const noexcept { SDL_FreeCursor(cursor); }
};

using WindowHandle = std::unique_ptr<SDL_Window, SdlDelete>;
using SurfaceHandle = std::unique_ptr<SDL_Surface, SdlDelete>;
using CursorHandle = std::unique_ptr<SDL_Cursor, SdlDelete>;

}  // namespace ecsview::ui
