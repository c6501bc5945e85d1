// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/watch_pace.h"

#include <algorithm>

namespace ecsview::ecs {

void WatchPace::asked(int questions, bool refused, Milliseconds not_before, TimePoint now) {
    constexpr int enough = 10;  // doublings
    last_ = now;
    refusals_ = refused ? std::min(refusals_ + 1, enough) : 0;
    pause_ = std::max(usual_pause, questions * a_question);
    if (refused) pause_ = std::min(pause_ * (1 << refusals_), std::max(pause_, longest_pause));
    pause_ = std::max(pause_, not_before);
}

WatchPace::TimePoint WatchPace::next() const {
    const TimePoint usual = last_ + pause_;
    if (usual < attended_ + patience) return usual;
    return std::max(usual, last_ + unattended_pause);
}

}  // namespace ecsview::ecs
