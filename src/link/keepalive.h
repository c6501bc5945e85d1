// SPDX-License-Identifier: GPL-2.0-or-later
// The message that keeps an idle console from being cut: the platform counts what a user does, so
// after two thirds of the limit without input something is sent that a proxy takes for input and
// the guest does not get: the release of a key that is not down. (The pointer at its place would
// reach the guest: Windows then never locks its screen, and in a shared console it takes the
// pointer from others.)
//
// QEMU looks at its screen ever more seldom while nothing happens, down to once in 3 s, and any key
// message brings it back to once in 30 ms. It gets the same message at once, for its first look is
// late already by the time of the handshake, and then often, so that the first change after a pause
// is not late. Pure; the pump guards it and sends.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>

#include "link/limits.h"
#include "rfb/client_messages.h"

namespace ecsview::link {

class Keepalive {
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;

    explicit Keepalive(const Limits& limits)
        : idle_pause_(limits.idle_limit * 2 / 3),
          awake_pause_(std::min(idle_pause_, limits.refresh_pause)) {}

    // The handshake is over. `keep_awake`: the server is one that slows down when nothing happens.
    void live(TimePoint now, bool keep_awake);
    // Input goes out.
    void sent(const rfb::ClientMessage& message, TimePoint now);

    // When the next one is due; nothing: the link is not live.
    std::optional<TimePoint> next() const;
    // What to send, if it is due.
    std::optional<rfb::ClientMessage> due(TimePoint now);

private:
    const std::chrono::milliseconds idle_pause_, awake_pause_;
    std::chrono::milliseconds pause_ = idle_pause_;
    std::optional<TimePoint> last_;
};

}  // namespace ecsview::link
