// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/policy.h"

#include <algorithm>

namespace ecsview::link {
namespace {

using Duration = Policy::Clock::duration;

// One decoder that dies is replaced at once; a server that kills each of them is given up.
constexpr int max_decoder_faults = 3;
constexpr int max_doublings = 16;

Duration share_of(Duration whole, double part) {
    return std::chrono::duration_cast<Duration>(whole * std::clamp(part, 0.0, 1.0));
}

// Between one half and the whole: slow, and still not all at once.
Duration about(Duration whole, double dice) {
    return whole / 2 + share_of(whole / 2, dice);
}

Duration doubled(Duration first, Duration most, int times) {
    return std::min(most, first * (1 << std::clamp(times, 0, max_doublings)));
}

bool is_weather(Again again) {
    return again == Again::back_off || again == Again::take_back || again == Again::fresh_url;
}

}  // namespace

void Policy::begin(TimePoint now) {
    state_ = State::attempting;
    next_ = now;
    ++attempts_;
}

void Policy::live(TimePoint now) {
    state_ = State::live;
    live_since_ = now;
    had_picture_ = true;
    attempts_ = 0;
    decoder_faults_ = 0;
}

std::optional<Policy::TimePoint> Policy::lost(const Next& wanted, TimePoint now, double dice) {
    if (state_ == State::live && now - live_since_ >= limits_.steady) failures_ = 0;
    again_ = wanted.again;
    if (again_ == Again::fresh_decoder) ++decoder_faults_;
    if (wanted.guess) note_guess(now);
    keep_peace(again_);
    if (gives_up(again_, now)) {
        state_ = State::ended;
        return std::nullopt;
    }
    next_ = now + delay(wanted, now, dice);
    ++failures_;
    state_ = State::waiting;
    return next_;
}

// Whoever was thrown out finds the line closed, like one that the network cut. So nobody who had
// the console asks for it exclusively again, but for one case: a line that fell silent was cut by
// no newcomer, and our own dead session may still hold the console.
void Policy::keep_peace(Again again) {
    if (again == Again::in_line || (state_ == State::live && again != Again::take_back))
        exclusive_ = false;
    else if (state_ == State::live)
        exclusive_ = wanted_exclusive_;
    if (again == Again::in_line) wanted_exclusive_ = false;
}

// Whoever kills a decoder may learn something for the next, most where all are forks of one process
// and lie in memory alike. A picture between two does not count, for the server decides when there
// is one.
void Policy::note_guess(TimePoint now) {
    guesses_.push_back(now);
    if (guesses_.size() > limits_.guesses) guesses_.pop_front();
}

std::optional<Policy::TimePoint> Policy::guessed_until(TimePoint now) const {
    if (guesses_.size() < limits_.guesses) return std::nullopt;
    const TimePoint until = guesses_.front() + limits_.guess_memory;
    return now < until ? std::optional(until) : std::nullopt;
}

bool Policy::gives_up(Again again, TimePoint now) const {
    if (again == Again::never) return true;
    if (patience_.forever) return false;
    if (guessed_until(now)) return true;
    if (patience_.count) return state_ != State::live && attempts_ > *patience_.count;
    if (had_picture_ && patience_.after_picture) return false;
    if (again == Again::fresh_decoder) return decoder_faults_ >= max_decoder_faults;
    return again != Again::fresh_url;
}

Duration Policy::backoff(double dice) const {
    return share_of(doubled(limits_.backoff_first, limits_.backoff_most, failures_ - 1), dice);
}

Duration Policy::delay(const Next& wanted, TimePoint now, double dice) const {
    const Duration usual = usual_delay(wanted, dice);
    const auto until = guessed_until(now);
    return until ? std::max(usual, *until - now) : usual;
}

Duration Policy::usual_delay(const Next& wanted, double dice) const {
    switch (wanted.again) {
        case Again::throttled:
            if (wanted.wait)
                return *wanted.wait + backoff(dice);  // it may say very little each time
            return about(limits_.throttled_wait, dice);
        case Again::instance: return about(limits_.instance_wait, dice);
        case Again::in_line: return about(limits_.in_use_wait, dice);
        case Again::person:
            return about(doubled(limits_.person_first, limits_.person_most, failures_), dice);
        case Again::fresh_decoder:
            if (decoder_faults_ <= 1 && failures_ == 0) return Duration::zero();
            return backoff(dice);
        default: break;
    }
    // A link that was lost, and the first of the losses: nobody else may have been hit.
    const bool first_loss = failures_ == 0 && state_ == State::live;
    if (first_loss || (wanted.again == Again::fresh_url && failures_ == 0)) return Duration::zero();
    return backoff(dice);
}

void Policy::again(TimePoint now) {
    next_ = now;
    state_ = State::waiting;
}

void Policy::restart() {
    state_ = State::ready;
    attempts_ = failures_ = decoder_faults_ = 0;
    guesses_.clear();
}

Policy::TimePoint Policy::hurry(TimePoint now) {
    next_ = std::min(next_, now);
    return next_;
}

Policy::TimePoint Policy::woke(TimePoint now, double dice) {
    if (is_weather(again_)) next_ = std::min(next_, now + share_of(limits_.backoff_first, dice));
    return next_;
}

}  // namespace ecsview::link
