// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/pacer.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace ecsview::typing {
namespace {

// In pixels: what may be the width of a character.
constexpr int narrowest = 4, widest = 64;

}  // namespace

// ---- sending ------------------------------------------------------------------------------------

// One more character would not fit in the line, or would be the last.
bool Pacer::at_edge() const {
    return edge_ && front_ + (static_cast<int>(out_.size()) + 1) * cell_ > *edge_;
}

bool Pacer::may_follow(const Load& next, Step::Shows shows) const {
    if (out_.empty()) return doubt_ == 0 || doubt_ + next.bytes <= limits_.window;
    const bool breaks =
        shows == Step::Shows::line_end || out_.back().shows == Step::Shows::line_end;
    if (!running_ || breaks || at_edge()) return false;
    return tail_ + bytes_out_ + next.bytes <= limits_.window;
}

bool Pacer::ready(const Load& next, Step::Shows shows, TimePoint now) {
    if (now < next_at_) return false;
    if (way_ == Way::fixed) return true;
    settle(next, now);
    return may_follow(next, shows);
}

void Pacer::sent(const Load& load, Step::Shows shows, TimePoint now) {
    last_sent_ = now;
    if (way_ == Way::fixed) {
        next_at_ = now + std::max(limits_.character, load.events * limits_.event);
        return;
    }
    next_at_ = now + pause_;
    if (shows == Step::Shows::line_end || at_edge()) running_ = false;
    if (out_.empty()) step_ = 0;
    out_.push_back({load, shows, now});
    bytes_out_ += load.bytes;
}

// ---- seeing -------------------------------------------------------------------------------------

void Pacer::came(std::size_t count, TimePoint now) {
    for (; count > 0; --count) {
        const auto lag = now - out_.front().at;
        lag_ = std::min(lag_.value_or(lag), lag);
        tail_ = out_.front().load.tail;
        bytes_out_ -= out_.front().load.bytes;
        out_.pop_front();
    }
    pause_ = std::max(limits_.least, pause_ * 4 / 5);
}

// Only one was under way: whatever it has made of the line, it is there.
void Pacer::count_single(int advance, TimePoint now) {
    step_ += advance;
    if (out_.size() != 1) return;
    came(1, now);
    const int step = std::exchange(step_, 0);
    const bool again = step == last_step_ && step >= narrowest && step <= widest;
    last_step_ = step;
    if (again) cell_ = step;
    if (cell_ == 0 || step != cell_ || at_edge()) return;
    running_ = true;
    ahead_ = doubt_ = 0;
}

void Pacer::count_by_place(int advance, TimePoint now) {
    ahead_ += advance;
    const int cells = std::max(0, (ahead_ + cell_ / 2) / cell_);
    const auto count = std::min(static_cast<std::size_t>(cells), out_.size());
    ahead_ -= static_cast<int>(count) * cell_;
    came(count, now);
    // Somebody else writes here.
    if (std::abs(ahead_) > 2 * cell_) running_ = false;
}

void Pacer::left_line(const Sight& sight, TimePoint now) {
    // It was no Return that has ended the line: that is where lines end.
    const bool by_itself =
        !out_.empty() && out_.front().shows != Step::Shows::line_end && any_seen_;
    if (by_itself && front_ > 0) edge_ = front_;
    running_ = false;
    step_ = last_step_ = 0;
    front_ = sight.front;
    if (out_.size() == 1) came(1, now);
}

void Pacer::saw(const Sight& sight, TimePoint now) {
    if (sight.kind == Sight::Kind::nothing || way_ == Way::fixed) return;
    if (sight.kind == Sight::Kind::perhaps && last_sight_ >= last_sent_) return;
    last_sight_ = now;
    const bool was_out = !out_.empty(), certain = sight.kind != Sight::Kind::perhaps;
    if (sight.kind == Sight::Kind::elsewhere) {
        left_line(sight, now);
    } else if (sight.kind == Sight::Kind::perhaps) {
        // Of the place all the same.
        front_ = sight.front;
        ahead_ += sight.advance;
    } else {
        front_ = sight.front;
        edge_ = std::max(edge_.value_or(sight.width), front_);
        running_ ? count_by_place(sight.advance, now) : count_single(sight.advance, now);
    }
    any_seen_ = any_seen_ || (was_out && certain);
}

// ---- waiting ------------------------------------------------------------------------------------

// When the last of it was seen, or could have been.
Pacer::TimePoint Pacer::last() const {
    return std::max(last_sight_, last_sent_ + lag_.value_or(TimePoint::duration{0}));
}

std::chrono::milliseconds Pacer::settling(const Load& next) const {
    const bool safe = tail_ + doubt_ + bytes_out_ + next.bytes <= limits_.window;
    return safe ? limits_.settle : limits_.settle_safely;
}

bool Pacer::glyph_out() const {
    return std::ranges::any_of(out_,
                               [](const Sent& sent) { return sent.shows == Step::Shows::glyph; });
}

// Something came of what was sent last, or nothing needs to.
bool Pacer::quiet() const {
    if (guessed_ && !any_seen_ && glyph_out()) return false;
    return std::ranges::all_of(out_, [this](const Sent& sent) {
        return sent.at <= last_sight_ || sent.shows != Step::Shows::glyph;
    });
}

void Pacer::settle(const Load& next, TimePoint now) {
    const bool open = !out_.empty() || doubt_ > 0;
    if (!open || !quiet() || now < last() + settling(next)) return;
    guessed_ = guessed_ || (!any_seen_ && glyph_out());
    const bool certain = settling(next) == limits_.settle_safely;
    doubt_ = certain ? 0 : doubt_ + bytes_out_;
    out_.clear();
    bytes_out_ = 0;
    running_ = false;
    pause_ = limits_.character;
}

bool Pacer::settled(TimePoint now) {
    if (way_ == Way::follow) settle({}, now);
    return out_.empty();
}

std::chrono::milliseconds Pacer::patience() const {
    return any_seen_ ? limits_.patience : limits_.first_patience;
}

bool Pacer::given_up(TimePoint now) const {
    return !out_.empty() &&
           (now >= last() + patience() || now >= out_.front().at + limits_.longest);
}

Pacer::TimePoint Pacer::due(const Load& next, Step::Shows shows) const {
    if (way_ == Way::fixed || may_follow(next, shows)) return next_at_;
    const TimePoint next_look =
        quiet() ? std::max(next_at_, last() + settling(next)) : last() + patience();
    return out_.empty() ? next_look : std::min(next_look, out_.front().at + limits_.longest);
}

void Pacer::go_blind(TimePoint now) {
    way_ = Way::fixed;
    out_.clear();
    bytes_out_ = doubt_ = 0;
    next_at_ = now;
}

}  // namespace ecsview::typing
