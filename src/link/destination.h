// SPDX-License-Identifier: GPL-2.0-or-later
// Where a tunnel leads: a websocket (the platform's proxy) or a bare TCP port (vnc://). A value.
#pragma once

#include <cstdint>
#include <string>

#include "base/secret.h"

namespace ecsview::link {

struct Destination {
    bool websocket = true;
    bool tls = true;
    std::string host;  // a name or an address, no brackets
    std::uint16_t port = 443;
    bool expires = false;  // it carries a ticket that is good for seconds only
    Secret resource;       // path and query as they go on the wire; the query is a ticket

    Destination copy() const { return {websocket, tls, host, port, expires, resource.copy()}; }
    // For sentences and logs: no secret in it.
    std::string display() const { return host + ":" + std::to_string(port); }
};

}  // namespace ecsview::link
