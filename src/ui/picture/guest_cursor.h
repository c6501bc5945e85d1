// SPDX-License-Identifier: GPL-2.0-or-later
// The pointer's shape over the window: the guest's while input goes to the guest, else an arrow. A
// guest that hides its cursor gets a small dot, so that the pointer is never lost. ui thread.
#pragma once

#include <memory>

#include "screen/console_state.h"
#include "ui/picture/sdl_handles.h"

namespace ecsview::ui {

class GuestCursor {
public:
    // `shape` empty: the arrow. Cheap when nothing changed.
    void show(const std::shared_ptr<const screen::CursorShape>& shape);
    // Put away, until it is taken out again.
    void set_hidden(bool hidden);

private:
    std::shared_ptr<const screen::CursorShape> shown_;
    bool hidden_ = false;
    CursorHandle cursor_;  // freed only after another one was set
};

}  // namespace ecsview::ui
