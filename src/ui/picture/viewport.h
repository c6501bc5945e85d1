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
    fit,  // as large as the window allows, aspect kept; of a whole multiple where that is as good
    integer,  // the largest whole multiple; like fit when the window is smaller than the desktop
    none,     // pixel for pixel; a larger desktop is panned with the pointer
    stretch,  // the whole window, aspect not kept
};

std::optional<ScaleMode> parse_scale_mode(std::string_view name) noexcept;

// A part of the picture, as fingers have chosen it: from 0, its first pixel, to 1, its last.
struct PicturePart {
    double x = 0.5, y = 0.5;
    bool operator==(const PicturePart&) const = default;
};

// How much more than by the mode the picture is enlarged, and what of it is in the window's middle;
// none: it moves with the pointer.
struct Gaze {
    double factor = 1;
    std::optional<PicturePart> middle;
    bool operator==(const Gaze&) const = default;
};

class Viewport {
public:
    Viewport() = default;
    // `pointer` is where the pointer was seen last (centre when absent); a picture that is larger
    // than its place looks at it. `covered`: rows at the window's end in which something else is.
    Viewport(screen::DesktopSize desktop, screen::WindowSize window, ScaleMode mode,
             std::optional<screen::WindowPoint> pointer = std::nullopt, const Gaze& gaze = {},
             int covered = 0);

    // The whole desktop in window pixels; with `none` it may reach outside the window.
    const screen::WindowRect& picture() const { return picture_; }
    screen::DesktopSize desktop() const { return desktop_; }
    bool empty() const { return picture_.empty(); }
    bool exact() const;     // one desktop pixel is one window pixel
    bool multiple() const;  // each desktop pixel is a whole number of window pixels, both ways
    bool pans() const;      // only a part of the picture is seen at a time

    // The part that is in the middle now.
    PicturePart middle() const;
    // Two fingers, whose middle goes from one point to another, enlarge the picture that often:
    // what was under them is under them again.
    Gaze pinched(double ratio, screen::WindowPoint from, screen::WindowPoint to) const;

    // The desktop pixel under a window point; a point outside the picture gives the nearest edge.
    screen::DesktopPoint to_desktop(screen::WindowPoint point) const;
    // The window pixels that change when `rect` does, cut to the window: rounded outwards, and one
    // desktop pixel wider all round when the picture is filtered.
    screen::WindowRect covering(const screen::DesktopRect& rect) const;

    // Where it lies in the window, which it may reach outside of: parts that touch each other in
    // the picture touch each other there, and do not overlap.
    screen::WindowRect place_of(const screen::DesktopRect& rect) const;

    bool operator==(const Viewport&) const = default;

private:
    screen::DesktopSize desktop_;
    screen::WindowSize window_;
    screen::WindowRect picture_;
    double factor_ = 1;
    int covered_ = 0;
};

// Larger, nothing is to be seen but squares.
constexpr double most_enlarged = 8;

// The first size of a window: the desktop's own when it fits into `usable`, else scaled down to it;
// no less than 320x200, as far as that is usable.
screen::WindowSize natural_window(screen::DesktopSize desktop, screen::WindowSize usable);

}  // namespace ecsview::ui
