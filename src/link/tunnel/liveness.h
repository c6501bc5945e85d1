// SPDX-License-Identifier: GPL-2.0-or-later
// Whether a link still lives: what is silent is asked, what stays silent is dead, and a picture
// that has begun must go on. The clock stands still while we ourselves hold the server back, and it
// forgives us a sleep. Pure: times are passed in; the pump asks at the times it is told.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "link/tunnel/limits.h"
#include "screen/activity.h"
#include "screen/cause.h"

namespace ecsview::link {

class Liveness {
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;

    // What is seen when it is looked at.
    struct View {
        std::uint32_t activity = 0;  // the decoder's word: screen/activity.h
        bool held = false;           // flow control: the server may not send
        bool unread = false;         // bytes that the decoder did not take yet
    };
    struct Verdict {
        bool ask = false;                    // ask the server for a sign of life, now
        std::optional<screen::Cause> death;  // then `next` means nothing
        TimePoint next{};                    // when to look again, the latest
    };

    Liveness(const Limits& limits, TimePoint now)
        : limits_(limits), heard_(now), told_(now), moved_(now), due_(now + limits.ping_after) {}

    // Only a link that is live owes anything to a request; before, an attempt has its deadline.
    void live(TimePoint now);
    void received(std::size_t bytes, TimePoint now);  // of RFB
    void answered(TimePoint now);                     // a pong
    // The machine has slept: whatever is silent is asked at once, and has time to answer.
    void suspect(TimePoint now);

    Verdict look(const View& view, TimePoint now);
    // Bytes have come, and the last look is some time ago.
    bool worth_a_look(TimePoint now) const { return now - looked_ >= limits_.glance_after; }

private:
    void stand_still(TimePoint now);
    void follow(const View& view, TimePoint now);
    TimePoint silent_since(const View& view) const;
    std::optional<screen::Cause> death(const View& view, TimePoint now) const;
    TimePoint next(const View& view, TimePoint now) const;

    const Limits limits_;
    bool live_ = false, asked_ = false;
    TimePoint heard_;  // the line gave a sign, a pong or RFB
    TimePoint told_;   // RFB came
    TimePoint moved_;  // the message that is being read went on, or none is
    TimePoint due_;    // the look that was asked for
    TimePoint looked_{};
    std::size_t bytes_ = 0;       // since `moved_`
    std::uint32_t activity_ = 0;  // at `moved_`
};

}  // namespace ecsview::link
