// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/head_start.h"

#include <stop_token>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "link/tunnel/resolver.h"

namespace ecsview::link {
namespace {

// As it will be, but for its ticket. Nothing: it cannot be reached, which is for somebody else to
// say.
std::optional<Destination> way_to(const Authority& host) {
    auto proxy = proxy_for(host);
    if (!proxy) return std::nullopt;
    Destination to;
    to.host = host.host;
    to.port = host.port;
    to.proxy = std::move(*proxy);
    return to;
}

}  // namespace

HeadStart::HeadStart(Tunnel& tunnel, const std::optional<Authority>& host, TimePoint deadline)
    : tunnel_(tunnel) {
    if (host) to_ = way_to(*host);
    if (!to_) return;
    try {
        thread_ =
            std::jthread([this, deadline](const std::stop_token& stop) { run(deadline, stop); });
    } catch (const std::system_error&) {  // there is no thread for it
        to_.reset();
    }
}

void HeadStart::run(TimePoint deadline, const std::stop_token& stop) {
    try {
        auto addresses = look_up(*to_, deadline, stop);
        if (!addresses || stop.stop_requested()) return;
        addresses_ = *addresses;
        tunnel_.prepare(*to_, std::move(*addresses));
    } catch (const std::exception& error) {
        log::debug("link", "nothing is begun ahead", {{"because", error.what()}});
    }
}

std::optional<Addresses> HeadStart::addresses_of(const Destination& found,
                                                 const std::stop_token& stop) {
    if (!to_ || !to_->same_way(found)) return drop(), std::nullopt;
    const std::stop_callback cancelled(stop, [this] { thread_.request_stop(); });
    if (thread_.joinable()) thread_.join();
    return std::exchange(addresses_, std::nullopt);
}

// The thread first: it reads where the way leads, and what it begins after the tunnel was told
// would stay. A look-up ends when asked.
void HeadStart::drop() {
    if (!to_) return;
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    to_.reset();
    tunnel_.close();
}

}  // namespace ecsview::link
