// SPDX-License-Identifier: GPL-2.0-or-later
// The proxy on the way out. The API and the console both ask here, so that they cannot take
// different ones. From https_proxy, HTTPS_PROXY, all_proxy or ALL_PROXY, the first that is there;
// no_proxy, else NO_PROXY, lists what is reached directly. main writes --proxy to https_proxy
// before the first thread; from then on any thread may ask.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/authority.h"
#include "base/error.h"
#include "base/secret.h"

namespace ecsview {

enum class ProxyKind {
    http,     // CONNECT
    https,    // CONNECT, inside TLS to the proxy
    socks5,   // the names are looked up here
    socks5h,  // and here by the proxy
};

struct Proxy {
    ProxyKind kind = ProxyKind::http;
    Authority authority;
    Secret user, password;  // both empty: none is given

    Proxy copy() const { return {kind, authority, user.copy(), password.copy()}; }
    // For curl: "http://host:port", without the name and the password.
    std::string url() const;
};

// [SCHEME://][USER:PASSWORD@]HOST[:PORT]; no scheme is http. The usual ports are 8080 (http), 443
// (https) and 1080 (SOCKS). The failure is a clause with no part of the text in it.
Result<Proxy> parse_proxy(std::string_view url);

// Pure: whether `list` (names, .names, addresses, networks such as 10.0.0.0/8, *, with commas or
// blanks between) names this host. A name stands for all below it.
bool is_listed(std::string_view list, const Authority& host);

// Nothing: the host is reached directly. Failure (ExitCode::usage): a proxy is set for this host,
// and it cannot be used.
Result<std::optional<Proxy>> proxy_for(const Authority& host);

}  // namespace ecsview
