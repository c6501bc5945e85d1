// SPDX-License-Identifier: GPL-2.0-or-later
// TARGET of the command line: which console is meant. Pure; any thread. A websocket URL opens a
// console, so no sentence about a target repeats any part of it.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "base/authority.h"
#include "base/error.h"
#include "ecs/page_link.h"
#include "ecs/vnc_url.h"

namespace ecsview::options {

// i-…: the API is asked for its VncUrl, anew for each connection.
struct InstanceId {
    std::string text;
};

// Anything that can be the name of an instance: it is looked for in one region.
struct InstanceName {
    std::string text;
};

// vnc://host[:port][/][?parameters] (RFC 7869): plain RFB over TCP, without a tunnel. VncPassword
// and ViewOnly are used. What asks for more than that (a tunnel, a kind of security that there is
// not, a key to be compared) is refused; the rest is about how other viewers keep and show things.
struct VncTarget {
    Authority address;  // port 5900 when none was given
    Secret password{};  // empty: none
    bool view_only = false;
};

// A websocket URL serves one connection if it is the platform's, and any number if it is not.
using Target = std::variant<InstanceId, InstanceName, ecs::WebsocketUrl, ecs::PageLink, VncTarget>;

// Nobody has to be trusted for it, and the platform does not know of it.
inline bool is_plain_vnc(const Target& target) noexcept {
    return std::holds_alternative<VncTarget>(target);
}

// Failure: ExitCode::usage.
Result<Target> parse_target(std::string_view text);

// What a configuration file's section calls this console: no ticket and no password is in it.
std::string console_key(const Target& target);

}  // namespace ecsview::options
