// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/viewport.h"

#include <algorithm>
#include <cmath>

namespace ecsview::ui {
namespace {

using screen::DesktopSize;
using screen::WindowPoint;
using screen::WindowSize;

std::int64_t divide_up(std::int64_t a, std::int64_t b) {
    return (a + b - 1) / b;
}

// The menu and what the program says have room in it.
constexpr WindowSize least_window{320, 200};

// Such a border is not seen, and a picture of a whole multiple is sharp. A window that is measured
// in points may be no whole number of pixels.
constexpr int rest = 2;

// The largest size of the desktop's shape inside `box`; never empty.
WindowSize fitted(DesktopSize desktop, WindowSize box) {
    const std::int64_t dw = desktop.width, dh = desktop.height;
    const bool wide = dw * box.height >= dh * box.width;
    const auto scaled = [](std::int64_t side, std::int64_t to, std::int64_t from) {
        return static_cast<int>(std::max<std::int64_t>(1, (side * to + from / 2) / from));
    };
    return wide ? WindowSize{box.width, std::min(box.height, scaled(dh, box.width, dw))}
                : WindowSize{std::min(box.width, scaled(dw, box.height, dh)), box.height};
}

WindowSize picture_size(DesktopSize desktop, WindowSize window, ScaleMode mode) {
    const int factor = std::min(window.width / desktop.width, window.height / desktop.height);
    const WindowSize whole{desktop.width * factor, desktop.height * factor};
    const WindowSize fit = fitted(desktop, window);
    switch (mode) {
        case ScaleMode::none: return {desktop.width, desktop.height};
        case ScaleMode::stretch: return window;
        case ScaleMode::integer: return factor > 0 ? whole : fit;
        case ScaleMode::fit: break;
    }
    const bool nearly = fit.width - whole.width <= rest && fit.height - whole.height <= rest;
    return factor > 0 && nearly ? whole : fit;
}

// Where one side begins that has this part of it in the middle, as far as no border appears.
int offset_of(double middle, int picture, int window) {
    if (picture <= window) return (window - picture) / 2;
    return std::clamp(static_cast<int>(std::lround(window / 2.0 - middle * picture)),
                      window - picture, 0);
}

// Where one side begins. A side that does not fit is panned: with the pointer at the window's first
// pixel the picture's first pixel shows, at the last the last.
int offset(int picture, int window, std::optional<int> pointer) {
    if (picture <= window) return (window - picture) / 2;
    const std::int64_t hidden = picture - window;
    if (!pointer || window < 2) return static_cast<int>(-hidden / 2);
    const int at = std::clamp(*pointer, 0, window - 1);
    return static_cast<int>(-(hidden * at) / (window - 1));
}

// The desktop's pixel under a window pixel, along one axis. A window pixel that stands for several
// takes one of them so that first meets first and last meets last: guests have buttons and hot
// corners there.
int under(std::int64_t at, std::int64_t from, std::int64_t to) {
    if (to >= from) return static_cast<int>(at * from / to);
    if (to == 1) return 0;
    return static_cast<int>((at * (from - 1) + (to - 1) / 2) / (to - 1));
}

}  // namespace

std::optional<ScaleMode> parse_scale_mode(std::string_view name) noexcept {
    if (name == "fit") return ScaleMode::fit;
    if (name == "integer") return ScaleMode::integer;
    if (name == "none") return ScaleMode::none;
    if (name == "stretch") return ScaleMode::stretch;
    return std::nullopt;
}

Viewport::Viewport(DesktopSize desktop, WindowSize window, ScaleMode mode,
                   std::optional<WindowPoint> pointer, const Gaze& gaze, int covered)
    : desktop_(desktop),
      window_(window),
      factor_(std::clamp(gaze.factor, 1.0, most_enlarged)),
      covered_(std::clamp(covered, 0, std::max(0, window.height - 1))) {
    if (desktop.empty() || window.empty()) return;
    WindowSize size = picture_size(desktop, window, mode);
    size.width = static_cast<int>(std::lround(size.width * factor_));
    size.height = static_cast<int>(std::lround(size.height * factor_));
    const auto px = pointer ? std::optional(pointer->x) : std::nullopt;
    const auto py = pointer ? std::optional(pointer->y) : std::nullopt;
    const int room = window.height - covered_;
    picture_ = {offset(size.width, window.width, px), offset(size.height, room, py), size.width,
                size.height};
    if (!gaze.middle) return;
    picture_.x = offset_of(gaze.middle->x, size.width, window.width);
    picture_.y = offset_of(gaze.middle->y, size.height, room);
}

bool Viewport::exact() const {
    return picture_.width == desktop_.width && picture_.height == desktop_.height;
}

bool Viewport::multiple() const {
    return !empty() && picture_.width % desktop_.width == 0 &&
           picture_.height % desktop_.height == 0;
}

bool Viewport::pans() const {
    return picture_.width > window_.width || picture_.height > window_.height - covered_;
}

PicturePart Viewport::middle() const {
    if (empty()) return {};
    return {(window_.width / 2.0 - picture_.x) / picture_.width,
            ((window_.height - covered_) / 2.0 - picture_.y) / picture_.height};
}

Gaze Viewport::pinched(double ratio, WindowPoint from, WindowPoint to) const {
    if (empty()) return {};
    Gaze gaze;
    gaze.factor = std::clamp(factor_ * ratio, 1.0, most_enlarged);
    const double grown = gaze.factor / factor_;
    // Along one side: the fingers are on this part of it, and the middle is so far from them.
    const auto part = [&](int at, int goes_to, int begin, int size, int room) {
        return double(at - begin) / size + (room / 2.0 - goes_to) / (size * grown);
    };
    gaze.middle =
        PicturePart{part(from.x, to.x, picture_.x, picture_.width, window_.width),
                    part(from.y, to.y, picture_.y, picture_.height, window_.height - covered_)};
    return gaze;
}

screen::DesktopPoint Viewport::to_desktop(WindowPoint point) const {
    if (empty()) return {};
    const int x = std::clamp(point.x - picture_.x, 0, picture_.width - 1);
    const int y = std::clamp(point.y - picture_.y, 0, picture_.height - 1);
    return {under(x, desktop_.width, picture_.width), under(y, desktop_.height, picture_.height)};
}

screen::WindowRect Viewport::covering(const screen::DesktopRect& rect) const {
    if (empty() || rect.empty()) return {};
    const int margin = multiple() ? 0 : 1;
    const screen::DesktopRect grown{rect.x - margin, rect.y - margin, rect.width + 2 * margin,
                                    rect.height + 2 * margin};
    const auto all = screen::DesktopRect{0, 0, desktop_.width, desktop_.height};
    const auto area = screen::intersection(grown, all);
    if (area.empty()) return {};
    const std::int64_t pw = picture_.width, ph = picture_.height;
    const int left = static_cast<int>(area.x * pw / desktop_.width);
    const int top = static_cast<int>(area.y * ph / desktop_.height);
    const int right = static_cast<int>(divide_up(area.right() * pw, desktop_.width));
    const int bottom = static_cast<int>(divide_up(area.bottom() * ph, desktop_.height));
    return screen::intersection(
        screen::WindowRect{picture_.x + left, picture_.y + top, right - left, bottom - top},
        screen::WindowRect{0, 0, window_.width, window_.height - covered_});
}

screen::WindowRect Viewport::place_of(const screen::DesktopRect& rect) const {
    if (empty() || rect.empty()) return {};
    const auto scaled = [](int at, int shown, int size) {
        return static_cast<int>((std::int64_t{at} * shown + size / 2) / size);
    };
    const int left = scaled(rect.x, picture_.width, desktop_.width);
    const int top = scaled(rect.y, picture_.height, desktop_.height);
    return {picture_.x + left, picture_.y + top,
            scaled(rect.right(), picture_.width, desktop_.width) - left,
            scaled(rect.bottom(), picture_.height, desktop_.height) - top};
}

screen::WindowSize natural_window(DesktopSize desktop, WindowSize usable) {
    const bool fits = desktop.width <= usable.width && desktop.height <= usable.height;
    const WindowSize size =
        fits ? WindowSize{desktop.width, desktop.height} : fitted(desktop, usable);
    return {std::max(size.width, std::min(usable.width, least_window.width)),
            std::max(size.height, std::min(usable.height, least_window.height))};
}

}  // namespace ecsview::ui
