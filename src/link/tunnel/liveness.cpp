// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/liveness.h"

#include <algorithm>

namespace ecsview::link {
namespace {

using screen::Activity;

bool does(const Liveness::View& view, Activity activity) {
    return screen::activity_of(view.activity) == activity;
}

// In the middle of a message, or with bytes before it that it does not look at.
bool owes(const Liveness::View& view) {
    return does(view, Activity::working) || (does(view, Activity::resting) && view.unread);
}

}  // namespace

void Liveness::live(TimePoint now) {
    live_ = true;
    stand_still(now);
}

void Liveness::received(std::size_t bytes, TimePoint now) {
    heard_ = told_ = now;
    asked_ = false;
    bytes_ += bytes;
}

// Before the link is live a pong is all that can be had.
void Liveness::answered(TimePoint now) {
    heard_ = now;
    if (live_) return;
    told_ = now;
    asked_ = false;
}

void Liveness::stand_still(TimePoint now) {
    heard_ = told_ = moved_ = now;
    asked_ = false;
}

void Liveness::suspect(TimePoint now) {
    stand_still(now);
    heard_ = told_ = now - limits_.ping_after;
    due_ = now;
}

// What the decoder's word says about the message that is being read.
void Liveness::follow(const View& view, TimePoint now) {
    if (live_ && does(view, Activity::waiting)) return stand_still(now);
    if (view.held) heard_ = told_ = now;
    // With a backlog it is the decoder that goes on, else the line: a step of the decoder may then
    // be what a trickle of bytes has led to.
    const bool backlog = view.unread || view.held;
    const bool steps = backlog && view.activity != activity_;
    const bool more = !view.unread && bytes_ >= static_cast<std::size_t>(limits_.stall_bytes);
    const bool moved = !owes(view) || steps || more;
    if (!moved) return;
    // It moved when its last bytes came, or since the last look: no later than seen.
    moved_ = owes(view) ? std::max({moved_, told_, now - limits_.ping_after}) : now;
    bytes_ = 0;
    activity_ = view.activity;
}

// A resting server owes an answer to what was asked, whatever its proxy answers; one in the middle
// of a message owes the rest of that, for which there is the other limit.
Liveness::TimePoint Liveness::silent_since(const View& view) const {
    return does(view, Activity::resting) ? told_ : std::max(told_, heard_);
}

// Nothing came, though it was asked; or the server stopped in the middle of a message; or bytes are
// there, and the decoder neither takes them nor waits for us.
std::optional<screen::Cause> Liveness::death(const View& view, TimePoint now) const {
    using screen::Cause;
    if (!live_) return std::nullopt;
    if (now - moved_ >= limits_.stall_after)
        return view.unread || view.held ? Cause("decoder_stuck") : Cause("stalled");
    if (asked_ && now - silent_since(view) >= limits_.hang_up_after) return Cause("silent");
    return std::nullopt;
}

Liveness::TimePoint Liveness::next(const View& view, TimePoint now) const {
    TimePoint next = now + limits_.ping_after;
    const auto earlier = [&](TimePoint at) {
        if (at > now) next = std::min(next, at);
    };
    if (!asked_) earlier(told_ + limits_.ping_after);
    if (asked_ && live_) earlier(silent_since(view) + limits_.hang_up_after);
    if (live_ && owes(view)) earlier(moved_ + limits_.stall_after);
    return next;
}

Liveness::Verdict Liveness::look(const View& view, TimePoint now) {
    if (now - due_ > limits_.oversleep) suspect(now);
    follow(view, now);
    looked_ = now;
    Verdict verdict;
    verdict.death = death(view, now);
    verdict.ask = !asked_ && now - told_ >= limits_.ping_after;
    asked_ = asked_ || verdict.ask;
    verdict.next = due_ = next(view, now);
    return verdict;
}

}  // namespace ecsview::link
