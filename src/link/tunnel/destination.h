// SPDX-License-Identifier: GPL-2.0-or-later
// Where a tunnel leads: a websocket (the platform's proxy) or a bare TCP port (vnc://). A value.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/proxy.h"
#include "base/secret.h"

namespace ecsview::link {

struct Destination {
    bool websocket = true;
    bool tls = true;
    std::string host;  // a name or an address, no brackets
    std::uint16_t port = 443;
    bool expires = false;  // it carries a ticket that is good for seconds only
    Secret resource;       // path and query as they go on the wire; the query is a ticket

    std::optional<Proxy> proxy = std::nullopt;  // on the way; websockets only
    std::chrono::milliseconds age{0};           // of the ticket when it was handed over
    bool subprotocol = true;  // "binary" is offered; some servers refuse every offer

    Destination copy() const {
        std::optional<Proxy> by;
        if (proxy) by = proxy->copy();
        return {websocket,       tls,           host, port,       expires,
                resource.copy(), std::move(by), age,  subprotocol};
    }
    // Whether a connection to it is one to the other, too, up to where the ticket is shown.
    bool same_way(const Destination& other) const {
        const auto same_proxy = [&] {
            if (!proxy || !other.proxy) return !proxy && !other.proxy;
            return proxy->kind == other.proxy->kind && proxy->authority == other.proxy->authority;
        };
        return websocket == other.websocket && tls == other.tls && host == other.host &&
               port == other.port && subprotocol == other.subprotocol && same_proxy();
    }
    // Whose address is looked up and connected.
    const std::string& first_host() const { return proxy ? proxy->authority.host : host; }
    // For sentences and logs: no secret in it.
    std::string display() const { return bracketed(host) + ":" + std::to_string(port); }
};

// What was looked up for a destination; numeric.
struct Addresses {
    std::vector<std::string> first;        // of first_host()
    std::vector<std::string> beyond = {};  // of the server, for a proxy that is told an address
};

}  // namespace ecsview::link
