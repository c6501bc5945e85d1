// SPDX-License-Identifier: GPL-2.0-or-later
// One console of a wall, small: its name, how it is, and its picture, scaled right out of the
// decoder's memory. Only what changed is drawn. ui thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "screen/mailbox.h"
#include "ui/picture/canvas.h"
#include "ui/picture/scaler.h"
#include "ui/picture/viewport.h"

namespace ecsview::ui {

// What a person does with it.
enum class TileMark {
    none,
    selected,  // Enter opens it
    typed_to,  // what is typed goes to it, as to others
};

class WallTile {
public:
    // `title`: what the user asked for, in words without secrets.
    explicit WallTile(std::string title) : title_(std::move(title)) {}

    // What has come. The decoder waits until acknowledge(), which is to follow draw().
    void take(screen::Mailbox::Delivery delivery);
    void acknowledge();
    const screen::ConsoleState& state() const { return state_; }
    bool live() const { return state_.phase == screen::Phase::live && framebuffer_; }
    std::string name() const;

    // Its pixels are lost, or it has another place: all of it is drawn next.
    void invalidate() { all_due_ = true; }
    void set_mark(TileMark mark);
    // Draws what is due into its place, whose upper rows are for its name, and adds the areas to
    // `drawn`.
    void draw(const Canvas& window, const Area& place, int caption, int scale,
              std::vector<Area>& drawn);

private:
    bool adopt(const screen::PictureUpdate& update);
    void draw_all(const Canvas& place, const Area& inside, int caption, int scale);
    void draw_caption(const Canvas& place, int caption, int scale) const;
    void draw_words(const Canvas& inside, int scale) const;
    void draw_picture(const Canvas& inside, const screen::WindowRect& area);

    const std::string title_;
    screen::ConsoleState state_;
    std::optional<screen::PictureUpdate> taken_;  // not acknowledged
    std::shared_ptr<const screen::Framebuffer> framebuffer_;
    screen::DesktopSize size_;
    screen::Damage damage_;
    Viewport viewport_;
    Scaler scaler_;
    TileMark mark_ = TileMark::none;
    bool all_due_ = true;
};

// How a console is, in a few words; empty while all is well.
std::string condition_of(const screen::ConsoleState& state, bool picture);

}  // namespace ecsview::ui
