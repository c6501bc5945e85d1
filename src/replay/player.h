// SPDX-License-Identifier: GPL-2.0-or-later
// A recording that is shown: fed by its time line, which a person moves along. Any thread.
#pragma once

#include "replay/feeder.h"
#include "replay/timeline.h"
#include "screen/playback.h"

namespace ecsview::replay {

class Player final : public Feeder, public screen::Playback {
public:
    // Throws Error when there is no thread or descriptor for it.
    explicit Player(Recording recording);
    ~Player() override { end(); }

    // screen::Playback
    screen::PlaybackState state() const override;
    void toggle_pause() override;
    void seek(std::chrono::milliseconds to) override;
    void set_speed(int times) override;

private:
    std::optional<std::size_t> next(TimePoint now) override { return timeline_.next(now); }
    std::optional<TimePoint> due() const override { return timeline_.due(); }
    void begin_anew(TimePoint now) override { timeline_.begin_anew(now); }

    Timeline timeline_;  // guarded by the mutex
};

}  // namespace ecsview::replay
