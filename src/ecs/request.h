// SPDX-License-Identifier: GPL-2.0-or-later
// From an operation of the ECS API (2014-05-26) to a signed HTTP request. Pure: clock and nonce are
// passed in. Any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "ecs/credentials.h"
#include "ecs/endpoint.h"
#include "ecs/http_request.h"

namespace ecsview::ecs {

struct Operation {
    std::string action;
    Parameters parameters;
};

Operation describe_instance_vnc_url(std::string_view region, std::string_view instance_id);

// What makes each request unique: the platform takes ±15 min and refuses a nonce seen before.
struct Stamp {
    std::chrono::system_clock::time_point time;
    std::string nonce;
};

// POST, all parameters in the query, no body; signed with ACS3-HMAC-SHA256.
HttpRequest signed_request(const Operation& operation, const Endpoint& endpoint,
                           const Credentials& credentials, const Stamp& stamp);

// "2026-01-02T03:04:05Z", in UTC.
std::string api_time(std::chrono::system_clock::time_point time);

}  // namespace ecsview::ecs
