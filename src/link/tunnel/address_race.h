// SPDX-License-Identifier: GPL-2.0-or-later
// Which address of a host is tried when (RFC 8305): IPv6 and IPv4 in turn, each a little after the
// one before, so that a dead address costs that little and no more. Pure: the clock is passed in.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "link/tunnel/limits.h"

namespace ecsview::link {

// Numeric addresses in the order of getaddrinfo(3), mixed: the families take turns, beginning with
// the first address's.
std::vector<std::string> in_turn(const std::vector<std::string>& addresses);

class AddressRace {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    AddressRace(std::size_t addresses, const Limits& limits, TimePoint now)
        : addresses_(addresses), limits_(limits), due_(now) {}

    // The address to begin with now, if its time has come.
    std::optional<std::size_t> begin(TimePoint now);
    // One that was begun cannot be reached: nobody waits for the next one any longer.
    void failed(TimePoint now);
    // None can be reached, or not in time.
    bool lost(TimePoint now) const;
    // When begin() or lost() may have something new to say.
    TimePoint next() const;

private:
    std::size_t addresses_;
    Limits limits_;
    std::size_t begun_ = 0, failed_ = 0;
    TimePoint due_;  // of the next one, and once all have begun of giving up
};

}  // namespace ecsview::link
