// SPDX-License-Identifier: GPL-2.0-or-later
// How many pairs of request and question may be out at a time, and how far apart they go: the
// window of a flow that is clocked by its answers, as TCP Vegas and FAST TCP have it. What an
// answer takes longer than the fastest did is a queue, wherever it stands: in the server, a proxy,
// a router, or before our own decoder. The window is led to where about `queue` pairs wait. Pure:
// times are passed in. Pacing owns it.
#pragma once

#include <chrono>
#include <deque>
#include <optional>

namespace ecsview::link {

class Window {
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;
    using Duration = Clock::duration;

    // Pairs go no closer than this: QEMU looks at its screen every 30 ms, and a request has to be
    // there each time, whatever the line and our timers add.
    static constexpr Duration closest = std::chrono::milliseconds(20);
    // More are never out, whatever the round trip (1 s wants 50).
    static constexpr std::size_t most = 64;

    // Another pair may go now; next_room(): when, if no answer is waited for.
    bool room(TimePoint now) const { return !full() && now >= next_; }
    bool full() const { return static_cast<double>(out_.size()) >= limit(); }
    TimePoint next_room() const { return next_; }

    void sent(TimePoint now);
    // The oldest question is answered: when it was asked. Nothing: none was, the answer is
    // invented.
    std::optional<TimePoint> answered(TimePoint now);
    // A picture has come whole; how long its bytes took, from the first to the last.
    void picture(Duration took);
    // The questions that are out will not be answered.
    void forget() { out_.clear(); }

    std::size_t out() const { return out_.size(); }
    std::optional<TimePoint> oldest() const;
    // The fastest answer, as far as it is known; the newest; since when the fastest was not seen.
    std::optional<Duration> base() const { return base_; }
    Duration round_trip() const { return round_trip_; }
    bool base_is_old(TimePoint now) const { return !base_ || now - base_seen_ > base_life; }
    double size() const { return size_; }

private:
    // A route changes, a download begins: what is older is probed anew.
    static constexpr Duration base_life = std::chrono::seconds(10);

    double limit() const;
    double largest() const;
    bool large() const;
    double smallest() const;
    double wanted() const;
    double pictures_in(Duration time) const {
        return std::chrono::duration<double>(time) / picture_;
    }
    void note(Duration round_trip, TimePoint now);
    void end_round(TimePoint now);
    double clear(Duration round_trip) const;
    double queued(Duration round_trip) const { return size_ * (1 - clear(round_trip)); }
    void adjust(Duration fastest);
    void cut(TimePoint now);
    void resize(double size);

    std::deque<TimePoint> out_;  // when each was asked
    TimePoint next_{};
    double size_ = 2;
    bool starting_ = true;  // no queue was seen yet: double with each round
    int clear_ = 0;         // rounds in a row without one
    std::optional<Duration> base_;
    TimePoint base_seen_{};
    Duration round_trip_{};
    Duration picture_{};  // what one takes to come through, smoothed
    TimePoint round_began_{}, cut_{};
    std::optional<Duration> round_fastest_;
    int probe_rounds_ = 0;  // how many more go at half the window, to see the base again
};

}  // namespace ecsview::link
