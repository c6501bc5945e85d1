// SPDX-License-Identifier: GPL-2.0-or-later
// Owns our copy of the desktop and brings it, with the overlay, to the window. Only what changed is
// drawn, and nothing is drawn twice: damage gathers until present(). At 1:1 pixels are copied as
// they are. The overlay is drawn into the window alone, so the desktop copy stays clean. ui thread.
#pragma once

#include <optional>
#include <variant>
#include <vector>

#include "screen/mailbox.h"
#include "ui/overlay.h"
#include "ui/scaler.h"
#include "ui/sdl_video.h"
#include "ui/viewport.h"

namespace ecsview::ui {

using Overlay = std::variant<std::monostate, Banner, Notice, PromptView>;

class Presenter {
public:
    // `window` is borrowed and outlives this.
    Presenter(SDL_Window* window, ScaleMode mode) : window_(window), mode_(mode) {}

    // Copies the damage of the update; the caller acknowledges it right after. Numbers are checked
    // again: an unacceptable size is ignored, damage is cut to the size.
    void take(const screen::PictureUpdate& update);
    bool has_picture() const { return !desktop_.empty(); }
    screen::DesktopSize desktop_size() const { return size_; }

    // The window's pixels are lost, or its size is new.
    void invalidate();
    // `none` pans with it; the other modes do not care.
    void set_pointer(screen::WindowPoint pointer);
    void set_overlay(Overlay overlay);
    const Viewport& viewport() const { return viewport_; }

    // Draws what is due and shows it; nothing due costs nothing.
    void present();

private:
    struct Target {
        Canvas canvas;
        SDL_Surface* surface;  // the window's own
    };

    std::optional<Target> open_target();
    void update_viewport();
    void draw_picture(const Canvas& canvas, const screen::WindowRect& area);
    void draw_borders(const Canvas& canvas);
    void draw_all(const Canvas& canvas);
    std::vector<SDL_Rect> draw_damage(const Canvas& canvas);

    SDL_Window* const window_;
    const ScaleMode mode_;
    screen::DesktopSize size_;
    std::vector<std::uint32_t> desktop_;  // size_.width * size_.height, 0x00RRGGBB
    screen::Damage damage_;               // of desktop_, not yet drawn
    bool all_due_ = true;
    Viewport viewport_;
    std::optional<screen::WindowPoint> pointer_;
    Overlay overlay_;
    Scaler scaler_;
    SurfaceHandle shadow_;  // only where the window's pixels have another format
};

}  // namespace ecsview::ui
