// SPDX-License-Identifier: GPL-2.0-or-later
// How often whoever watches an account's instances asks for them: never more than thirty questions
// a minute in the long run, more seldom after a refusal, and while nobody is there. The platform's
// limits for these questions are for the whole account, whose programs need them, too. Pure, the
// clock is passed in.
#pragma once

#include <chrono>

namespace ecsview::ecs {

class WatchPace {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Milliseconds = std::chrono::milliseconds;

    static constexpr Milliseconds usual_pause{10'000};
    static constexpr Milliseconds a_question{2'000};
    static constexpr Milliseconds longest_pause{300'000};  // after refusals
    // With nobody there for so long, it is no more than a round in such a time.
    static constexpr Milliseconds patience{600'000}, unattended_pause{60'000};
    // Regions without instances are asked so often: there may be new ones.
    static constexpr Milliseconds between_whole_rounds{300'000};

    // A round is over: how many questions it took, whether one was refused, and for how long the
    // other side asked to be left alone.
    void asked(int questions, bool refused, Milliseconds not_before, TimePoint now);
    // It was of all regions.
    void asked_all(TimePoint now) { whole_ = now; }
    // A person has done something.
    void attended(TimePoint now) { attended_ = now; }

    // When the next round may begin, and whether it is to be of all regions.
    TimePoint next() const;
    bool whole_due(TimePoint now) const { return now >= whole_ + between_whole_rounds; }

private:
    TimePoint last_{}, whole_{}, attended_{};
    Milliseconds pause_ = usual_pause;
    int refusals_ = 0;  // in a row
};

}  // namespace ecsview::ecs
