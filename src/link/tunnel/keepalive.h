// SPDX-License-Identifier: GPL-2.0-or-later
// The message that keeps an idle console from being cut: the platform counts what a user does, so
// after two thirds of the limit without input something is sent that a proxy takes for input. What
// it takes for input is not documented, so there is a ladder of such things (link/ladder.h climbs
// it); the first is what the guest does not get: the release of a key that is not down. (The
// pointer at its place reaches the guest: Windows then never locks its screen, and in a shared
// console it takes the pointer from others.) Never is the pointer moved to where nobody moved it.
//
// QEMU looks at its screen ever more seldom while nothing happens, down to once in 3 s, and any key
// message brings it back to once in 30 ms. It gets the release at once, for its first look is late
// already by the time of the handshake, and then often, so that the first change after a pause is
// not late. Pure; the pump guards it and sends.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "link/tunnel/limits.h"
#include "rfb/client_messages.h"

namespace ecsview::link {

// What is sent to a console that nobody uses; each surer to count than the one before, and dearer.
enum class IdleStep {
    release,     // of a key that is not down
    same_place,  // the pointer where it is
    nudge,       // the pointer one pixel away and back
    last = nudge,
};

// What QEMU takes for a sign of use, and no guest gets.
rfb::ClientMessage awakener();

class Keepalive {
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;

    explicit Keepalive(const Limits& limits)
        : limit_(limits.idle_limit),
          idle_pause_(limits.idle_limit * 2 / 3),
          awake_pause_(std::min(idle_pause_, limits.refresh_pause)) {}

    // The handshake is over. `keep_awake`: the server is one that slows down when nothing happens.
    void live(TimePoint now, bool keep_awake, IdleStep step = IdleStep::release);
    // The guest's mouse takes steps, or places.
    void pointer_takes(bool steps);
    // Input goes out.
    void sent(const rfb::ClientMessage& message, TimePoint now);

    // When the next one is due; nothing: the link is not live.
    std::optional<TimePoint> next() const;
    // What to send, if it is due.
    std::optional<rfb::ClientMessage> due(TimePoint now);

    // The link that was live was cut now: as an idle console is, and what was sent to prevent it.
    // Nothing: that was another reason.
    std::optional<IdleStep> failed(TimePoint now) const;

private:
    // Without a place for the pointer there is only the first step.
    IdleStep usable() const { return place_ ? step_ : IdleStep::release; }
    rfb::ClientMessage message(IdleStep step) const;
    void kept(TimePoint now);

    const std::chrono::milliseconds limit_, idle_pause_, awake_pause_;
    IdleStep step_ = IdleStep::release;
    bool keep_awake_ = false;
    bool steps_ = false;
    std::optional<rfb::PointerState> place_;  // where our user left it, in this link or an earlier
    std::optional<TimePoint> input_;          // the last input, or the beginning; none: not live
    TimePoint idle_{}, awake_{};              // the last message that counts for either
    // The first keepalive since the last input, and what it was.
    std::optional<TimePoint> first_kept_;
    IdleStep used_ = IdleStep::release;
};

}  // namespace ecsview::link
