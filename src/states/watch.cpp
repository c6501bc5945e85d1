// SPDX-License-Identifier: GPL-2.0-or-later
#include "states/watch.h"

#include <algorithm>

#include "base/earliest.h"

namespace ecsview::states {
namespace {

using screen::ScreenState;

// A letter of the largest font, and what servers add around it: QEMU reports 16 pixels together.
constexpr int letter_width = 48, letter_height = 32;

bool is_small(const screen::DesktopRect& box) {
    return box.width <= letter_width && box.height <= letter_height;
}

// What a screen that answers nobody may be besides frozen.
bool explains_silence(ScreenState state) {
    using enum ScreenState;
    return state != running && state != login;
}

}  // namespace

void Watch::changed(const screen::DesktopRect& box, TimePoint now) {
    if (box.empty()) return;
    drawn_ = now;
    const bool small = is_small(box), blinks = small && box == blink_;
    blink_ = small ? box : screen::DesktopRect{};
    if (blinks) return;
    moved_ = now;
    presses_ = 0;
    if (!unread_since_) unread_since_ = now;
}

void Watch::pressed(TimePoint now) {
    if (presses_++ == 0) first_press_ = now;
}

void Watch::lost() {
    unread_since_.reset();
    reading_ = false;
    seen_.reset();
    presses_ = 0;
    blink_ = {};
}

std::optional<Watch::TimePoint> Watch::reading_due() const {
    if (reading_ || !unread_since_) return std::nullopt;
    const auto wanted = std::min(moved_ + quiet, *unread_since_ + restless_);
    return std::max<TimePoint>(wanted, read_at_ + pause_);
}

bool Watch::wants_reading(TimePoint now) {
    const auto due = reading_due();
    if (!due || now < *due) return false;
    unread_since_.reset();
    reading_ = true;
    read_at_ = now;
    return true;
}

void Watch::seen(ScreenState state, Duration took, bool text) {
    if (!reading_) return;  // it was lost meanwhile
    reading_ = false;
    pause_ = std::max<Duration>(quiet, took * reading_share);
    const bool stood = read_at_ - moved_ >= quiet;
    const bool again = seen_ && seen_->state == state;
    restless_ =
        text || stood ? Duration(restless) : std::min<Duration>(restless_ * 2, most_restless);
    if (again)
        seen_->stood = true;
    else
        seen_ = Seen{state, read_at_, stood};
}

// When what was read last may be told; nothing: not yet.
std::optional<Watch::TimePoint> Watch::stands_at() const {
    if (!seen_ || !seen_->stood) return std::nullopt;
    if (seen_->state != ScreenState::blank) return seen_->since;
    if (unread_since_) return std::nullopt;
    return drawn_ + blank_for;
}

std::optional<Watch::TimePoint> Watch::frozen_at() const {
    if (presses_ < unanswered || unread_since_ || !seen_ || explains_silence(seen_->state))
        return std::nullopt;
    return first_press_ + unanswered_for;
}

std::optional<ScreenState> Watch::next(TimePoint now) {
    std::optional<ScreenState> state;
    if (const auto at = frozen_at(); at && now >= *at)
        state = ScreenState::frozen;
    else if (const auto stands = stands_at(); stands && now >= *stands)
        state = seen_->state;
    if (!state || *state == told_) return std::nullopt;
    told_ = *state;
    return state;
}

std::optional<Watch::TimePoint> Watch::due() const {
    Earliest next;
    next.add(reading_due());
    const auto frozen = frozen_at();
    if (frozen && told_ == ScreenState::frozen) return next.at();
    next.add(frozen);
    if (seen_ && seen_->state != told_) next.add(stands_at());
    return next.at();
}

}  // namespace ecsview::states
