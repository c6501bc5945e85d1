// SPDX-License-Identifier: GPL-2.0-or-later
// The message that keeps an idle console from being cut: the platform counts what a user does, so
// after two thirds of the limit without input something is sent that a proxy takes for input and
// the guest does not get: the release of a key that is not down. (The pointer at its place would
// reach the guest: Windows then never locks its screen, and in a shared console it takes the
// pointer from others.) It also wakes QEMU's refresh timer. Pure; the pump guards it and sends.
#pragma once

#include <chrono>
#include <optional>

#include "rfb/client_messages.h"

namespace ecsview::link {

class Keepalive {
public:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;

    explicit Keepalive(std::chrono::milliseconds idle_limit) : pause_(idle_limit * 2 / 3) {}

    // The handshake is over.
    void live(TimePoint now);
    // Input goes out.
    void sent(const rfb::ClientMessage& message, TimePoint now);

    // When the next one is due; nothing: the link is not live.
    std::optional<TimePoint> next() const;
    // What to send, if it is due.
    std::optional<rfb::ClientMessage> due(TimePoint now);

private:
    const std::chrono::milliseconds pause_;
    std::optional<TimePoint> last_;
};

}  // namespace ecsview::link
