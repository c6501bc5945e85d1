// SPDX-License-Identifier: GPL-2.0-or-later
// When the next attempt is made, and when there is none: the state machine of the connection
// without its network. Clock, dice (0 to 1) and events are passed in. Pure; connection thread.
//
// It never fights: a viewer that was thrown out, or that finds the console in use, never asks for
// it exclusively again by itself; only a person can (take_over()).
#pragma once

#include <chrono>
#include <deque>
#include <optional>

#include "link/tunnel/limits.h"
#include "screen/cause.h"

namespace ecsview::link {

using screen::Again;

// What is to be done after a failure: the cause's part of Ending (link/tunnel/ending.h).
struct Next {
    Again again = Again::back_off;
    std::optional<std::chrono::milliseconds> wait = std::nullopt;  // the platform's own wish
    bool guess = false;  // of a server that may try to take a decoder over
};

// What --retry says.
struct Patience {
    bool forever = false;       // also before the first picture, and whatever the cause
    std::optional<int> count;   // attempts in a row without a picture, after the first
    bool after_picture = true;  // without the two: go on once there was a picture
};

class Policy {
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;
    enum class State { ready, attempting, live, waiting, ended };

    Policy(const Limits& limits, Patience patience, bool take_over)
        : limits_(limits), patience_(patience), exclusive_(take_over) {}

    // ready, waiting -> attempting.
    void begin(TimePoint now);
    // attempting -> live: a whole picture was shown.
    void live(TimePoint now);
    // attempting, live -> waiting: the time of the next attempt; or -> ended: nothing.
    std::optional<TimePoint> lost(const Next& wanted, TimePoint now, double dice);
    // attempting, live -> waiting, until now: the attempt was ended here, and is no failure.
    void again(TimePoint now);
    // waiting: a person does not want to wait.
    TimePoint hurry(TimePoint now);
    // waiting: the machine has slept, or the network is another one. A refusal stays one.
    TimePoint woke(TimePoint now, double dice);
    // ended -> ready: a person wants it tried anew, as if nothing had been tried.
    void restart();
    // So many decoders died, lied or hung that no other is risked for now.
    bool out_of_guesses(TimePoint now) const { return guessed_until(now).has_value(); }
    // A person wants the console for this session alone.
    void take_over() { exclusive_ = wanted_exclusive_ = true; }

    State state() const { return state_; }
    TimePoint next() const { return next_; }
    // ClientInit of the next attempt: not shared, others are thrown out.
    bool exclusive() const { return exclusive_; }
    // Attempts since the picture was last live.
    int attempts() const { return attempts_; }
    bool had_picture() const { return had_picture_; }

private:
    void note_guess(TimePoint now);
    // Until when there have been too many guesses; nothing: there have not.
    std::optional<TimePoint> guessed_until(TimePoint now) const;
    bool gives_up(Again again, TimePoint now) const;
    Clock::duration delay(const Next& wanted, TimePoint now, double dice) const;
    Clock::duration usual_delay(const Next& wanted, double dice) const;
    Clock::duration backoff(double dice) const;
    void keep_peace(Again again);

    const Limits limits_;
    const Patience patience_;
    State state_ = State::ready;
    Again again_ = Again::back_off;
    TimePoint next_{}, live_since_{};
    bool exclusive_;
    bool wanted_exclusive_ = exclusive_;
    bool had_picture_ = false;
    int attempts_ = 0;
    int failures_ = 0;               // in a row, without a steady link between
    int decoder_faults_ = 0;         // in a row, without a picture between
    std::deque<TimePoint> guesses_;  // the last ones, limits_.guesses at most
};

}  // namespace ecsview::link
