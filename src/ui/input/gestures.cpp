// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/gestures.h"

#include <algorithm>
#include <cmath>

namespace ecsview::ui {
namespace {

constexpr int left = 1, right = 3;

// Parts of what a finger can hit. It trembles by less than this, and rolls when it goes up.
constexpr double tremble = 0.25;
// Two fingers that come nearer than this to each other tell no ratio any more.
constexpr double least_spread = 0.5;

FingerPoint difference(FingerPoint a, FingerPoint b) {
    return {a.x - b.x, a.y - b.y};
}

double length(FingerPoint p) {
    return std::hypot(p.x, p.y);
}

}  // namespace

void Gestures::set_measure(double side, bool touchpad) {
    side_ = std::max(1.0, side);
    touchpad_ = touchpad;
}

Gestures::Finger* Gestures::find(std::int64_t finger) {
    const auto at = std::ranges::find(fingers_, finger, &Finger::number);
    return at == fingers_.end() ? nullptr : &*at;
}

FingerPoint Gestures::middle() const {
    return {(fingers_[0].at.x + fingers_[1].at.x) / 2, (fingers_[0].at.y + fingers_[1].at.y) / 2};
}

double Gestures::spread() const {
    return std::max(length(difference(fingers_[0].at, fingers_[1].at)), least_spread * side_);
}

bool Gestures::near(FingerPoint a, FingerPoint b, double limit) const {
    return length(difference(a, b)) < limit * side_;
}

Gestures::Told Gestures::down(std::int64_t finger, FingerPoint at, TimePoint now) {
    if (find(finger)) return {};
    fingers_.push_back({finger, at, at});
    if (phase_ == Phase::none && fingers_.size() == 1) {
        phase_ = Phase::one;
        begin_ = last_ = at;
        since_ = now;
    } else if (phase_ == Phase::one && fingers_.size() == 2) {
        phase_ = Phase::two;
        fingers_[0].begin = fingers_[0].at;
        begin_ = last_ = middle();
        begin_spread_ = last_spread_ = spread();
    } else if (phase_ == Phase::two || phase_ == Phase::slides || phase_ == Phase::pinches) {
        phase_ = Phase::over;
        return {gesture::Menu{}};
    }
    return {};
}

// The finger has left the place where it came down, or moves on.
Gestures::Told Gestures::stroke(FingerPoint at) {
    Told told;
    if (phase_ == Phase::one) {
        if (near(at, begin_, tremble)) return {};
        const bool after_tap = tapped_ && since_ - tapped_->when < double_tap;
        if (touchpad_ && !after_tap) {
            phase_ = Phase::strokes;
        } else {
            phase_ = Phase::holds;
            button_ = left;
            told.push_back(gesture::Press{left, begin_});
        }
    }
    told.push_back(gesture::Move{at, difference(at, last_)});
    last_ = at;
    return told;
}

// The screen tells of one finger after the other: two that slide along their own line open, too,
// until the second one has moved. A finger that rests while the other goes far is half of a pinch.
bool Gestures::decided() const {
    double shorter = side_, longer = 0;
    for (const Finger& finger : fingers_) {
        const double way = length(difference(finger.at, finger.begin));
        shorter = std::min(shorter, way);
        longer = std::max(longer, way);
    }
    return longer >= side_ || (longer >= tremble * side_ && shorter >= tremble * side_ / 2);
}

Gestures::Told Gestures::pair() {
    const FingerPoint at = middle();
    const double apart = spread();
    if (phase_ == Phase::two) {
        if (!decided()) return {};
        const double opened = std::fabs(apart - begin_spread_);
        phase_ = opened > length(difference(at, begin_)) ? Phase::pinches : Phase::slides;
    }
    const bool pinches = phase_ == Phase::pinches;
    const gesture::Pair told{at, difference(at, last_), pinches ? apart / last_spread_ : 1,
                             pinches};
    last_ = at;
    last_spread_ = apart;
    return {told};
}

Gestures::Told Gestures::move(std::int64_t finger, FingerPoint at) {
    Finger* const moved = find(finger);
    if (!moved || moved->at == at) return {};
    moved->at = at;
    switch (phase_) {
        case Phase::one:
        case Phase::strokes:
        case Phase::holds: return moved == &fingers_.front() ? stroke(at) : Told{};
        case Phase::two:
        case Phase::slides:
        case Phase::pinches: return pair();
        case Phase::none:
        case Phase::over: break;
    }
    return {};
}

Gestures::Told Gestures::tap(TimePoint now) {
    const bool again =
        tapped_ && since_ - tapped_->when < double_tap && near(begin_, tapped_->at, 1);
    const FingerPoint at = again ? tapped_->at : begin_;
    tapped_ = Tap{now, at};
    return {gesture::Press{left, at}, gesture::Release{left, at}};
}

Gestures::Told Gestures::up(std::int64_t finger, TimePoint now) {
    const Finger* const gone = find(finger);
    if (!gone) return {};
    const bool first = gone == &fingers_.front();
    Told told;
    if (phase_ == Phase::one) told = tap(now);
    if (phase_ == Phase::holds && first) told.push_back(gesture::Release{button_, last_});
    // Of two, the one that stays means nothing; a finger beside one that drags never did.
    if (phase_ != Phase::holds && phase_ != Phase::strokes) phase_ = Phase::over;
    if (first) phase_ = Phase::over;
    std::erase_if(fingers_, [&](const Finger& other) { return other.number == finger; });
    if (fingers_.empty()) phase_ = Phase::none;
    return told;
}

std::optional<Gestures::TimePoint> Gestures::due() const {
    if (phase_ != Phase::one) return std::nullopt;
    return since_ + rest;
}

Gestures::Told Gestures::wait(TimePoint now) {
    if (phase_ != Phase::one || now < since_ + rest) return {};
    phase_ = Phase::holds;
    button_ = right;
    return {gesture::Press{right, begin_}};
}

Gestures::Told Gestures::cancel() {
    Told told;
    if (phase_ == Phase::holds) told.push_back(gesture::Release{button_, last_});
    phase_ = fingers_.empty() ? Phase::none : Phase::over;
    tapped_.reset();
    return told;
}

}  // namespace ecsview::ui
