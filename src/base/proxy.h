// SPDX-License-Identifier: GPL-2.0-or-later
// The HTTP proxy on the way out, read once for both legs (the API and the console), so that the two
// libraries cannot differ about it. From https_proxy, else HTTPS_PROXY; no_proxy, else NO_PROXY,
// lists what is reached directly. main writes --proxy to https_proxy before the first thread; from
// then on any thread may ask.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/authority.h"
#include "base/error.h"
#include "base/secret.h"

namespace ecsview {

struct Proxy {
    Authority authority;
    Secret user, password;  // both empty: none is given

    Proxy copy() const { return {authority, user.copy(), password.copy()}; }
    // For curl: "http://host:port", without the name and the password.
    std::string url() const { return "http://" + authority.text(); }
};

// http://[USER:PASSWORD@]HOST[:PORT], port 8080 if none is given; a bare HOST:PORT is http. Other
// schemes are refused: TLS to the proxy itself, or SOCKS. The failure is a clause with no part of
// the text in it.
Result<Proxy> parse_proxy(std::string_view url);

// Pure: whether `list` (names, .names, addresses, networks such as 10.0.0.0/8, *, with commas or
// blanks between) names this host. A name stands for all below it.
bool is_listed(std::string_view list, const Authority& host);

// Nothing: directly.
std::optional<Proxy> proxy_for(const Authority& host);

// The reason why the environment's proxy cannot be used (ExitCode::usage), if there is one.
std::optional<Failure> unusable_proxy();

}  // namespace ecsview
