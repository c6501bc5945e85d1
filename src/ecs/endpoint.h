// SPDX-License-Identifier: GPL-2.0-or-later
// Where the API of a region is. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/authority.h"
#include "base/error.h"

namespace ecsview::ecs {

struct Endpoint {
    bool tls = true;
    Authority authority;

    // The Host header, which is signed: the port is in it unless it is the scheme's own.
    std::string host_header() const { return authority.text(tls ? 443 : 80); }
    // "https://host[:port]", without a path.
    std::string url() const { return (tls ? "https://" : "http://") + host_header(); }
};

// Letters, digits and '-' only: the id becomes part of a host name.
bool valid_region(std::string_view region) noexcept;

// ecs.<region>.aliyuncs.com. Failure: ExitCode::usage.
Result<Endpoint> region_endpoint(std::string_view region);

// The value of --endpoint: HOST[:PORT] (https), https://HOST[:PORT] or, to loopback only,
// http://HOST[:PORT]. Failure: ExitCode::usage.
Result<Endpoint> parse_endpoint(std::string_view text);

}  // namespace ecsview::ecs
