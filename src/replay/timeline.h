// SPDX-License-Identifier: GPL-2.0-or-later
// Where a recording stands, and which of its blocks are due. Pure, with the clock passed in; one
// thread at a time.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "replay/recording.h"
#include "screen/playback.h"

namespace ecsview::replay {

class Timeline {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // At least one mark; the first is a key.
    explicit Timeline(std::vector<Mark> marks) : marks_(std::move(marks)) {}

    screen::PlaybackState state(TimePoint now) const;
    void toggle_pause(TimePoint now);
    void seek(record::Milliseconds to, TimePoint now);
    // 1 to 64.
    void set_speed(int times, TimePoint now);

    // What was said is forgotten: from the last key on it is to be said again.
    void begin_anew(TimePoint now);

    // The number of the block that is to be said now; nothing: none is. Each call is for another.
    std::optional<std::size_t> next(TimePoint now);
    // When another may be.
    std::optional<TimePoint> due() const;

private:
    record::Milliseconds at(TimePoint now) const;
    void stand(record::Milliseconds at, TimePoint now);

    const std::vector<Mark> marks_;
    std::size_t next_ = 0;
    // It was there at that time; before the first call nothing moves.
    record::Milliseconds from_{0};
    std::optional<TimePoint> since_;  // none: paused, or not begun
    bool begun_ = false;
    int speed_ = 1;
};

}  // namespace ecsview::replay
