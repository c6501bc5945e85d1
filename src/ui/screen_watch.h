// SPDX-License-Identifier: GPL-2.0-or-later
// Finds out which state the screen is in, for a window: has it read when that is due, on a thread
// of its own, and says what there is to be told. ui thread.
#pragma once

#include <SDL_events.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "screen/mailbox.h"
#include "states/reader.h"
#include "states/watch.h"

namespace ecsview::ui {

class ScreenWatch {
public:
    using TimePoint = states::Watch::TimePoint;
    // The picture's pixels, row by row, and its size.
    struct Pixels {
        std::vector<std::uint32_t> pixels;
        screen::DesktopSize size;
    };
    struct News {
        screen::ScreenState state, before;
        std::string text;  // of the screen, when it was read last
    };

    // `wake` is called by another thread when turn() has something to do.
    explicit ScreenWatch(std::function<void()> wake) : reader_(std::move(wake)) {}

    // What has come, and whether the picture is the console's own, now.
    void look(const std::optional<screen::PictureUpdate>& update, bool current, TimePoint now);
    // What goes to the guest: a key is one that a guest that lives answers somehow.
    void hear(const SDL_Event& event, TimePoint now);
    // `copy` is asked for the picture when it is to be read.
    std::optional<News> turn(const std::function<Pixels()>& copy, TimePoint now);
    std::optional<TimePoint> due() const { return watch_.due(); }
    // What was told last.
    screen::ScreenState state() const { return watch_.told(); }

private:
    states::Watch watch_;
    bool current_ = false;
    std::string text_;
    states::Reader reader_;
};

}  // namespace ecsview::ui
