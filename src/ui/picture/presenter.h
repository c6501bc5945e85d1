// SPDX-License-Identifier: GPL-2.0-or-later
// Brings the desktop and its cover to the window. Only what changed is drawn, and nothing is
// drawn twice. At 1:1 on X11, with nothing over it, the X server copies each damage from the
// decoder's memory itself; else it is drawn into the window's pixels, which are shown at most once
// a display frame. A copy of the desktop is kept only while it is scaled or
// stands still. Drawing everything again
// reads memory that the decoder may be writing: what it writes, it reports, so the next damage
// mends that. ui thread.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "screen/mailbox.h"
#include "ui/picture/blank_watch.h"
#include "ui/picture/cover.h"
#include "ui/picture/cursor_image.h"
#include "ui/picture/density.h"
#include "ui/picture/frame_pace.h"
#include "ui/picture/scaler.h"
#include "ui/picture/viewport.h"
#include "ui/picture/window_pixels.h"
#include "ui/picture/x11_picture.h"

namespace ecsview::ui {

class Presenter {
public:
    // `window` is borrowed and outlives this.
    Presenter(SDL_Window* window, ScaleMode mode, Rotation rotation = Rotation::none)
        : window_(window),
          rotation_(rotation),
          mode_(mode),
          x11_(window),
          pixels_(window, rotation) {}

    // Takes the damage over; when this returns the update may be acknowledged. Numbers are checked
    // again: an unacceptable size is ignored, damage is cut to the size. The first picture of
    // another decoder replaces the old one only when it is whole.
    void take(const screen::PictureUpdate& update);
    bool has_picture() const { return framebuffer_ != nullptr; }
    // Another decoder has begun to paint, and its picture is not whole yet.
    bool stale() const { return next_ != nullptr; }
    // All of it is of one colour.
    bool blank() const { return blank_.blank(); }
    screen::DesktopSize desktop_size() const { return size_; }
    // A copy of it as it is now, row by row; there is a picture.
    std::vector<std::uint32_t> pixels_now() const {
        return {framebuffer_->pixels(), framebuffer_->pixels() + size_.area()};
    }

    // What is seen now stays, whatever comes, until it thaws; there is a picture.
    void freeze();
    void thaw();
    bool frozen() const { return frozen_; }
    // Its pixels, row by row, while it is frozen.
    const std::vector<std::uint32_t>& frozen_pixels() const { return copy_; }

    // Nothing but black is shown, whatever comes, until it is light again.
    void set_dark(bool dark);
    bool dark() const { return dark_; }

    // The window's pixels are lost, or its size is new.
    void invalidate();
    // A picture that is larger than the window pans with it.
    void set_pointer(screen::WindowPoint pointer);
    // Fingers: the picture stays as it is, wherever the pointer goes; it goes with two of them;
    // that pixel is to be seen, as well as can be.
    void hold_still();
    void pinch(double ratio, screen::WindowPoint from, screen::WindowPoint to);
    void look_at(screen::DesktopPoint place);
    // Rows at the window's end in which something else lies.
    void set_covered(int rows);
    void set_cover(Cover cover);
    void set_mode(ScaleMode mode);
    ScaleMode mode() const { return mode_; }
    const Viewport& viewport() const { return viewport_; }
    // Of the upright picture, as all places here.
    screen::WindowSize window_size() const;
    Rotation rotation() const { return rotation_; }
    // How large a cursor has to be to fit the picture.
    CursorScale fitting_cursor() const {
        return cursor_scale(size_, viewport_.picture(), density_of(window_));
    }
    int display() const { return std::max(0, SDL_GetWindowDisplayIndex(window_)); }

    // Draws what is due and shows what was drawn, or leaves that to next_present(). Nothing due
    // costs nothing.
    void present(FramePace::TimePoint now);
    // When present() is to be called for what is drawn and not shown; nothing: all is shown.
    std::optional<FramePace::TimePoint> next_present() const;

private:
    bool adopt(const screen::PictureUpdate& update);
    void make_copy();
    void remember(const screen::PictureUpdate& update);
    void copy_damage(const screen::DesktopRect& area);
    const std::uint32_t* source();
    void draw_due();
    bool shows_itself();
    bool show_itself();
    void update_viewport();
    void draw_picture(const Canvas& canvas, const screen::WindowRect& area);
    void draw_borders(const Canvas& canvas);
    void draw_all(const Canvas& canvas);
    void draw_damage(const Canvas& canvas);

    SDL_Window* const window_;
    const Rotation rotation_;
    ScaleMode mode_;
    std::shared_ptr<const screen::Framebuffer> framebuffer_;  // what is shown
    std::shared_ptr<const screen::Framebuffer> next_;         // not whole yet
    screen::DesktopSize size_;
    std::vector<std::uint32_t> copy_;  // of the desktop, empty at 1:1 unless it is frozen
    bool frozen_ = false, dark_ = false;
    std::optional<screen::PictureUpdate> missed_;  // the newest meanwhile
    screen::Damage damage_;                        // of the desktop, not yet drawn
    std::vector<SDL_Rect> drawn_;                  // of the window, not yet shown
    bool all_due_ = true;
    Viewport viewport_;
    std::optional<screen::WindowPoint> pointer_;
    Gaze gaze_;
    int covered_ = 0;
    Cover cover_;
    BlankWatch blank_;
    Scaler scaler_;
    FramePace pace_;
    X11Picture x11_;
    WindowPixels pixels_;
};

}  // namespace ecsview::ui
