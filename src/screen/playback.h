// SPDX-License-Identifier: GPL-2.0-or-later
// A recording while it is shown: what the window asks of it, and what it tells a person. Any
// thread; none of it blocks.
#pragma once

#include <chrono>

namespace ecsview::screen {

struct PlaybackState {
    std::chrono::milliseconds at{0}, length{0};
    bool paused = false;
    int speed = 1;  // times as fast as it was
    bool operator==(const PlaybackState&) const = default;
};

class Playback {
public:
    virtual ~Playback() = default;

    virtual PlaybackState state() const = 0;
    // Pauses or goes on; from the end it begins anew.
    virtual void toggle_pause() = 0;
    // To that place, as near as there is one; the picture is that of the time.
    virtual void seek(std::chrono::milliseconds to) = 0;
    virtual void set_speed(int times) = 0;
};

}  // namespace ecsview::screen
