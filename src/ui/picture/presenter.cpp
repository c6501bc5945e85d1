// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/presenter.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace ecsview::ui {
namespace {

using screen::DesktopRect;
using screen::WindowRect;

}  // namespace

// Decides which memory is shown; false when the update is not to be looked at further.
bool Presenter::adopt(const screen::PictureUpdate& update) {
    if (!update.framebuffer || !acceptable(update.size)) return false;
    if (framebuffer_ && update.framebuffer != framebuffer_ && !update.complete) {
        next_ = update.framebuffer;
        return false;
    }
    if (update.framebuffer == framebuffer_ && update.size == size_) return true;
    framebuffer_ = update.framebuffer;
    next_.reset();
    size_ = update.size;
    blank_.restart(size_);
    copy_ = {};
    damage_.clear();
    all_due_ = true;
    update_viewport();
    return true;
}

void Presenter::copy_damage(const DesktopRect& area) {
    for (int y = area.y; y < area.bottom(); ++y) {
        const auto at = static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width) +
                        static_cast<std::size_t>(area.x);
        std::memcpy(copy_.data() + at, framebuffer_->pixels() + at,
                    static_cast<std::size_t>(area.width) * 4);
    }
}

// ---- a picture that stands still ----------------------------------------------------------------

void Presenter::make_copy() {
    if (!copy_.empty()) return;
    copy_.resize(static_cast<std::size_t>(size_.area()));
    copy_damage({0, 0, size_.width, size_.height});
}

void Presenter::freeze() {
    if (frozen_ || size_.empty()) return;
    make_copy();
    frozen_ = true;
}

// Of what comes only the memory is kept: all of it is drawn later.
void Presenter::remember(const screen::PictureUpdate& update) {
    if (!update.framebuffer || !acceptable(update.size)) return;
    const bool was_whole =
        missed_ && missed_->complete && missed_->framebuffer == update.framebuffer;
    missed_ = update;
    missed_->decoder.reset();
    missed_->complete = update.complete || was_whole;
}

void Presenter::thaw() {
    if (!std::exchange(frozen_, false)) return;
    screen::PictureUpdate update;
    update.framebuffer = framebuffer_;
    update.size = size_;
    update.complete = true;
    if (auto missed = std::exchange(missed_, std::nullopt)) update = std::move(*missed);
    update.damage.clear();
    update.damage.add({0, 0, update.size.width, update.size.height});
    copy_ = {};
    all_due_ = true;
    take(update);
}

// ---- what comes from the decoder ----------------------------------------------------------------

void Presenter::take(const screen::PictureUpdate& update) {
    if (frozen_) return remember(update);
    if (!adopt(update)) return;
    const DesktopRect all{0, 0, size_.width, size_.height};
    screen::Damage damage;
    for (const DesktopRect& rect : update.damage.rects()) {
        const DesktopRect area = intersection(rect, all);
        if (!copy_.empty()) copy_damage(area);
        damage.add(area);
    }
    blank_.look(framebuffer_->pixels(), damage, update.complete);
    if (dark_) return;
    damage_.add(damage);
    if (viewport_.exact() && !all_due_ && cover_.empty()) draw_due();
}

// The pixels to draw from.
const std::uint32_t* Presenter::source() {
    if (viewport_.exact() && !frozen_) {
        copy_ = {};
        return framebuffer_->pixels();
    }
    make_copy();
    return copy_.data();
}

void Presenter::set_dark(bool dark) {
    all_due_ = std::exchange(dark_, dark) != dark || all_due_;
}

void Presenter::invalidate() {
    all_due_ = true;
    update_viewport();
}

void Presenter::set_pointer(screen::WindowPoint pointer) {
    pointer_ = pointer;
    gaze_.middle.reset();
    if (viewport_.pans()) update_viewport();
}

void Presenter::hold_still() {
    if (!gaze_.middle) gaze_.middle = viewport_.middle();
}

// What the picture's edges hold back is not to be made up for on the way back.
void Presenter::pinch(double ratio, screen::WindowPoint from, screen::WindowPoint to) {
    gaze_ = viewport_.pinched(ratio, from, to);
    update_viewport();
    gaze_.middle = viewport_.middle();
}

void Presenter::look_at(screen::DesktopPoint place) {
    if (size_.empty()) return;
    gaze_.middle = PicturePart{(place.x + 0.5) / size_.width, (place.y + 0.5) / size_.height};
    update_viewport();
}

void Presenter::set_covered(int rows) {
    if (rows == covered_) return;
    covered_ = rows;
    update_viewport();
}

void Presenter::set_cover(Cover cover) {
    if (cover == cover_) return;
    cover_ = std::move(cover);
    all_due_ = true;
}

void Presenter::set_mode(ScaleMode mode) {
    mode_ = mode;
    gaze_ = {};
    invalidate();
}

screen::WindowSize Presenter::window_size() const {
    return turned(pixels_of(window_), rotation_);
}

void Presenter::update_viewport() {
    const Viewport next(size_, window_size(), mode_, pointer_, gaze_, covered_);
    if (next == viewport_) return;
    viewport_ = next;
    all_due_ = true;
}

// `area` lies in the window and in the picture.
void Presenter::draw_picture(const Canvas& canvas, const WindowRect& area) {
    const WindowRect& picture = viewport_.picture();
    const std::uint32_t* desktop = source();
    if (!viewport_.exact()) {
        scaler_.set_sizes(size_.width, size_.height, picture.width, picture.height);
        const Area part{area.x - picture.x, area.y - picture.y, area.width, area.height};
        return scaler_.draw(desktop, canvas, picture.x, picture.y, part);
    }
    for (int y = area.y; y < area.bottom(); ++y) {
        const std::ptrdiff_t from =
            std::ptrdiff_t{y - picture.y} * size_.width + area.x - picture.x;
        std::memcpy(canvas.row(y) + area.x, desktop + from,
                    static_cast<std::size_t>(area.width) * 4);
    }
}

void Presenter::draw_borders(const Canvas& canvas) {
    const WindowRect& p = viewport_.picture();
    constexpr Colour black = opaque(0);
    fill(canvas, {0, 0, canvas.width, p.y}, black);
    fill(canvas, {0, p.bottom(), canvas.width, canvas.height - p.bottom()}, black);
    fill(canvas, {0, p.y, p.x, p.height}, black);
    fill(canvas, {p.right(), p.y, canvas.width - p.right(), p.height}, black);
}

void Presenter::draw_all(const Canvas& canvas) {
    if (dark_) return fill(canvas, {0, 0, canvas.width, canvas.height}, opaque(0));
    if (viewport_.empty()) {
        draw_ground(canvas);
    } else {
        draw_borders(canvas);
        const WindowRect window{0, 0, canvas.width, canvas.height};
        draw_picture(canvas, intersection(viewport_.picture(), window));
        if (cover_.dims()) dim(canvas);
    }
    cover_.lay_on(canvas);
}

void Presenter::draw_damage(const Canvas& canvas) {
    const WindowRect window{0, 0, canvas.width, canvas.height};
    for (const DesktopRect& rect : damage_.rects()) {
        const WindowRect area = intersection(viewport_.covering(rect), window);
        if (area.empty()) continue;
        draw_picture(canvas, area);
        drawn_.push_back({area.x, area.y, area.width, area.height});
    }
    // A hidden window is drawn to but not shown; its list must not grow.
    if (drawn_.size() > screen::Damage::max_rects)
        drawn_.assign(1, {0, 0, canvas.width, canvas.height});
}

// Nothing lies over the picture or beside it, and each of its pixels is one of the window's.
bool Presenter::shows_itself() {
    const screen::WindowSize size = window_size();
    const WindowRect window{0, 0, size.width, size.height};
    return rotation_ == Rotation::none && cover_.empty() && !frozen_ && !dark_ &&
           viewport_.exact() && !viewport_.empty() && viewport_.picture().contains(window) &&
           x11_.map(framebuffer_);
}

// The window's own pixels are not needed any more, and are given back.
bool Presenter::show_itself() {
    const WindowRect& picture = viewport_.picture();
    const screen::WindowSize size = window_size();
    std::vector<WindowRect> parts;
    if (all_due_)
        parts.push_back({0, 0, size.width, size.height});
    else
        for (const DesktopRect& rect : damage_.rects()) {
            const WindowRect area = viewport_.covering(rect);
            if (!area.empty()) parts.push_back(area);
        }
    if (!x11_.show(picture, parts)) {
        all_due_ = true;
        return false;
    }
    pixels_.give_back();
    copy_ = {};
    damage_.clear();
    drawn_.clear();
    all_due_ = false;
    return true;
}

void Presenter::draw_due() {
    update_viewport();
    if (shows_itself() && show_itself()) return;
    x11_.unmap();
    const Canvas canvas = pixels_.open();
    if (canvas.pixels == nullptr) return;
    // Under a cover everything is drawn again: the damage is dimmed and may lie behind a card.
    if (all_due_ || pixels_.lost() ||
        (!cover_.empty() && cover_.top() < canvas.height - covered_)) {
        draw_all(canvas);
        drawn_.assign(1, {0, 0, canvas.width, canvas.height});
    } else {
        draw_damage(canvas);
    }
    pixels_.close(drawn_);
    damage_.clear();
    all_due_ = false;
}

std::optional<FramePace::TimePoint> Presenter::next_present() const {
    if (drawn_.empty()) return std::nullopt;
    return pace_.next();
}

void Presenter::present(FramePace::TimePoint now) {
    if (all_due_ || !damage_.empty()) draw_due();
    if (drawn_.empty() || now < pace_.next()) return;
    SDL_DisplayMode mode{};
    SDL_GetCurrentDisplayMode(display(), &mode);
    pace_.shown(now, mode.refresh_rate);
    pixels_.show(drawn_);
    drawn_.clear();
}

}  // namespace ecsview::ui
