// SPDX-License-Identifier: GPL-2.0-or-later
// When the window's pixels may be shown again: nobody sees more than one picture a display frame,
// and each costs a copy. The first one after a pause goes at once. Pure; ui thread.
#pragma once

#include <chrono>

namespace ecsview::ui {

class FramePace {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    TimePoint next() const { return next_; }
    // `frames`: of the display, a second; 0: it does not say.
    void shown(TimePoint now, int frames) {
        next_ = now + std::chrono::microseconds(std::chrono::seconds(1)) /
                          (frames > 0 ? frames : usual_frames);
    }

private:
    static constexpr int usual_frames = 60;

    TimePoint next_{};
};

}  // namespace ecsview::ui
