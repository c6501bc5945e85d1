// SPDX-License-Identifier: GPL-2.0-or-later
// The pointer's shape over the window: the guest's while input goes to the guest, else an arrow. A
// guest that hides its cursor gets a small dot, so that the pointer is never lost. ui thread.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "screen/console_state.h"
#include "ui/picture/cursor_image.h"
#include "ui/picture/sdl_handles.h"

namespace ecsview::ui {

class GuestCursor {
public:
    explicit GuestCursor(Rotation rotation = Rotation::none) : rotation_(rotation) {}

    // `shape` empty: the arrow. Cheap when nothing changed.
    void show(const std::shared_ptr<const screen::CursorShape>& shape, CursorScale scale);
    // Put away, until it is taken out again.
    void set_hidden(bool hidden);

    // Where it is shown only while it moves: it is out from now on, and away when due() has come.
    using TimePoint = std::chrono::steady_clock::time_point;
    void moved(TimePoint now);
    void wait(TimePoint now);
    std::optional<TimePoint> due() const { return away_at_; }

private:
    const Rotation rotation_;
    std::shared_ptr<const screen::CursorShape> shown_;
    CursorScale scale_;
    bool hidden_ = false;
    std::optional<TimePoint> away_at_;
    CursorHandle cursor_;  // freed only after another one was set
};

}  // namespace ecsview::ui
