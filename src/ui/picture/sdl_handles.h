// SPDX-License-Identifier: GPL-2.0-or-later
// The owners of what SDL makes for pictures. ui thread.
#pragma once

#include <SDL.h>

#include <memory>

namespace ecsview::ui {

struct SdlFree {
    void operator()(SDL_Surface* surface) const noexcept { SDL_FreeSurface(surface); }
    void operator()(SDL_Cursor* cursor) const noexcept { SDL_FreeCursor(cursor); }
};

using SurfaceHandle = std::unique_ptr<SDL_Surface, SdlFree>;
using CursorHandle = std::unique_ptr<SDL_Cursor, SdlFree>;

}  // namespace ecsview::ui
