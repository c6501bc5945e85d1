// SPDX-License-Identifier: GPL-2.0-or-later
// The VncUrl: from the text that the API returns (or a user pastes) to the parts the tunnel needs.
// Pure; any thread. The query opens the console for 15 seconds, so it never leaves a Secret.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/authority.h"
#include "base/error.h"
#include "base/secret.h"

namespace ecsview::ecs {

struct WebsocketUrl {
    bool tls = true;
    Authority authority;  // host to connect to and to verify; port 443 or 80 when none was given
    Secret target;        // path and query as they go into the request line, still percent-encoded

    // The Host header.
    std::string host_header() const { return authority.text(tls ? 443 : 80); }
    // The URL for logs and titles: the query is "?...".
    std::string display() const;
    WebsocketUrl copy() const { return {tls, authority, target.copy()}; }
};

// The platform takes a VncUrl for 15 s. One that is older than this is not handed out: the rest of
// the time is needed to open it.
constexpr std::chrono::milliseconds url_life{10'000};

// `text` is wss://… or ws://…, taken as it is, or the same percent-encoded (`wss%3A…`), decoded
// exactly once: the token's own %2F and %2B belong on the wire. Failure: ExitCode::api and a
// sentence in which no part of the text stands.
Result<WebsocketUrl> decode_vnc_url(std::string_view text);

// Whether `text` begins like a websocket URL, plain or encoded once.
bool looks_like_vnc_url(std::string_view text) noexcept;

// ws:// is readable and changeable on the way: off loopback only when the user allowed it.
// Failure: ExitCode::usage, names --allow-plain-ws.
Result<WebsocketUrl> require_privacy(WebsocketUrl url, bool allow_plain_ws);

}  // namespace ecsview::ecs
