// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay/timeline.h"

#include <algorithm>
#include <utility>

namespace ecsview::replay {

using record::Milliseconds;

Milliseconds Timeline::at(TimePoint now) const {
    if (!since_) return from_;
    const auto passed = std::chrono::duration_cast<Milliseconds>(now - *since_) * speed_;
    return std::min(from_ + passed, marks_.back().at);
}

screen::PlaybackState Timeline::state(TimePoint now) const {
    const Milliseconds place = at(now), length = marks_.back().at;
    return {place, length, begun_ && (!since_ || place == length), speed_};
}

void Timeline::stand(Milliseconds place, TimePoint now) {
    from_ = place;
    if (since_) since_ = now;
}

void Timeline::toggle_pause(TimePoint now) {
    if (state(now).at == marks_.back().at) {
        since_ = now;
        return seek(Milliseconds{0}, now);
    }
    if (since_) {
        from_ = at(now);
        since_.reset();
    } else {
        since_ = now;
    }
}

void Timeline::set_speed(int times, TimePoint now) {
    stand(at(now), now);
    speed_ = std::clamp(times, 1, 64);
}

// From the last key before that time, unless the way from here has none and is not backwards.
void Timeline::seek(Milliseconds to, TimePoint now) {
    to = std::clamp(to, Milliseconds{0}, marks_.back().at);
    const auto after = std::ranges::upper_bound(marks_, to, {}, &Mark::at);
    auto key = after == marks_.begin() ? after : after - 1;
    while (!key->key) --key;
    const auto number = static_cast<std::size_t>(key - marks_.begin());
    if (number >= next_ || after - marks_.begin() < static_cast<std::ptrdiff_t>(next_))
        next_ = number;
    stand(to, now);
}

void Timeline::begin_anew(TimePoint now) {
    next_ = 0;
    seek(at(now), now);
}

std::optional<std::size_t> Timeline::next(TimePoint now) {
    if (!std::exchange(begun_, true)) since_ = now;
    // There is a picture from the beginning on.
    const bool is_due = next_ == 0 || (next_ < marks_.size() && marks_[next_].at <= at(now));
    if (!is_due) return std::nullopt;
    return next_++;
}

std::optional<Timeline::TimePoint> Timeline::due() const {
    if (!since_ || next_ >= marks_.size()) return std::nullopt;
    const Milliseconds left = marks_[next_].at - from_;
    return *since_ + (left + Milliseconds(speed_ - 1)) / speed_;
}

}  // namespace ecsview::replay
