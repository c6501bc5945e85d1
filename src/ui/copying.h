// SPDX-License-Identifier: GPL-2.0-or-later
// Text of the screen that is marked, to be copied: by the mouse or a finger, whose release copies,
// or by keys. The page is that of a picture that stands still. ui thread.
#pragma once

#include <SDL_events.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "screen/console_state.h"
#include "text/selection.h"
#include "ui/picture/viewport.h"

namespace ecsview::ui {

class Copying {
public:
    using Give = std::function<bool(const std::string&)>;

    // The page has cells. `give` gets the text, once, if it comes to that,
    // and says whether it took it.
    Copying(text::Page page, text::Shape shape, Give give);

    // Arrows, Home, End, Page Up and Page Down go from cell to cell, with Shift they mark; Ctrl+A
    // marks all, R changes the shape, Enter or Ctrl+C copies, and Escape leaves.
    void key(const SDL_KeyboardEvent& event);
    void button(const SDL_MouseButtonEvent& event, const Viewport& seen);
    void motion(const SDL_MouseMotionEvent& event, const Viewport& seen);
    // The picture stands whatever the connection does; a question or an end needs its room.
    void set_state(const screen::ConsoleState& state);

    // What is to be seen as marked; no parts overlap.
    std::vector<screen::DesktopRect> marked() const;
    // How it goes, or how it came out, for a person.
    std::string words() const;
    bool over() const { return over_; }

private:
    void go(text::CellPlace to, bool marking);
    void copy();
    void leave() { over_ = true; }

    const text::Page page_;
    const Give give_;
    text::Selection selection_;  // where nothing is marked, its end is the place of the keys
    bool marked_ = false;
    bool begun_ = false;    // somebody knows how, and may want what the words hide
    bool pressed_ = false;  // the button or the finger
    bool over_ = false;
    std::string came_out_;
};

// How a copy came out, for a person.
std::string words_of(const text::Marked& copied, bool taken);

}  // namespace ecsview::ui
