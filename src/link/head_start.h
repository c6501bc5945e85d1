// SPDX-License-Identifier: GPL-2.0-or-later
// The way to the host that served this neighbourhood last, begun while the API is asked where the
// console is. A thread of its own looks the name up, for that blocks, and tells the tunnel; the
// connection thread makes one for each question to the API. An answer that leads elsewhere, or
// none, ends it at once, with all that the tunnel has begun of it.
#pragma once

#include <chrono>
#include <optional>
#include <thread>

#include "link/tunnel/destination.h"
#include "link/tunnel/tunnel.h"

namespace ecsview::link {

class HeadStart {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // Nothing: there is none. `tunnel` outlives it.
    HeadStart(Tunnel& tunnel, const std::optional<Authority>& host, TimePoint deadline);
    ~HeadStart() { drop(); }
    HeadStart(const HeadStart&) = delete;
    HeadStart& operator=(const HeadStart&) = delete;

    // The addresses of `found`, if that is where this one leads; waits for them. Nothing: they are
    // to be looked up.
    std::optional<Addresses> addresses_of(const Destination& found, const std::stop_token& stop);

private:
    void run(TimePoint deadline, const std::stop_token& stop);
    void drop();

    Tunnel& tunnel_;
    std::optional<Destination> to_;
    std::optional<Addresses> addresses_;  // the thread's, until it is joined
    std::jthread thread_;                 // last: it uses the rest
};

}  // namespace ecsview::link
