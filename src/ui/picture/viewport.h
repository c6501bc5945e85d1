// SPDX-License-Identifier: GPL-2.0-or-later
// Where the desktop lies in the window, and back: the one place that turns window coordinates into
// desktop coordinates. Pure values; the ui thread makes a new Viewport when a size, the mode or
// (for `none`, which pans) the pointer changes.
#pragma once

#include <optional>
#include <string_view>

#include "screen/geometry.h"

namespace ecsview::ui {

enum class ScaleMode {
    fit,      // as large as the window allows, aspect kept
    integer,  // the largest whole multiple; like fit when the window is smaller than the desktop
    none,     // pixel for pixel; a larger desktop is panned with the pointer
    stretch,  // the whole window, aspect not kept
};

std::optional<ScaleMode> parse_scale_mode(std::string_view name) noexcept;

class Viewport {
public:
    Viewport() = default;
    // `pointer` is where the pointer was seen last; only `none` looks at it (centre when absent).
    Viewport(screen::DesktopSize desktop, screen::WindowSize window, ScaleMode mode,
             std::optional<screen::WindowPoint> pointer = std::nullopt);

    // The whole desktop in window pixels; with `none` it may reach outside the window.
    const screen::WindowRect& picture() const { return picture_; }
    screen::DesktopSize desktop() const { return desktop_; }
    bool empty() const { return picture_.empty(); }
    bool exact() const;     // one desktop pixel is one window pixel
    bool multiple() const;  // each desktop pixel is a whole number of window pixels, both ways
    bool pans() const;      // the picture moves with the pointer

    // The desktop pixel under a window point; a point outside the picture gives the nearest edge.
    screen::DesktopPoint to_desktop(screen::WindowPoint point) const;
    // The window pixels that change when `rect` does, cut to the window: rounded outwards, and one
    // desktop pixel wider all round when the picture is filtered.
    screen::WindowRect covering(const screen::DesktopRect& rect) const;

    bool operator==(const Viewport&) const = default;

private:
    screen::DesktopSize desktop_;
    screen::WindowSize window_;
    screen::WindowRect picture_;
};

// The first size of a window: the desktop's own when it fits into `usable`, else scaled down to it;
// no less than 320x200, as far as that is usable.
screen::WindowSize natural_window(screen::DesktopSize desktop, screen::WindowSize usable);

}  // namespace ecsview::ui
