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

// From where the API is reached: the internet, or a machine in the region's own VPC network.
enum class Network { internet, vpc };

// ecs.<region>.aliyuncs.com or ecs-vpc.<region>.aliyuncs.com, as the platform's table of endpoints
// (aliyun-openapi-meta, products.json) has it for all regions but one. Failure: ExitCode::usage.
Result<Endpoint> region_endpoint(std::string_view region, Network network = Network::internet);

// As region_endpoint(), but where DescribeRegions says; a host that is not one of the platform's is
// not believed, for keys would be shown to it. `told` may be empty.
Result<Endpoint> told_endpoint(std::string_view told, std::string_view region, Network network);

// ecs.aliyuncs.com, which knows of all regions.
Endpoint central_endpoint();

// The value of --endpoint: HOST[:PORT] (https), https://HOST[:PORT] or, to loopback only,
// http://HOST[:PORT]. Failure: ExitCode::usage.
Result<Endpoint> parse_endpoint(std::string_view text);

}  // namespace ecsview::ecs
