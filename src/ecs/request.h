// SPDX-License-Identifier: GPL-2.0-or-later
// From an operation of the API to a signed HTTP request. Pure: clock and nonce are
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
    std::string version = "2014-05-26";  // of the ECS API
};

enum class SignatureScheme { v3, v1 };
enum class Method { get, post };

Operation describe_instance_vnc_url(std::string_view region, std::string_view instance_id);
Operation describe_regions();
// The one instance of that ID; those of that name; a page of all. 100 is the most a page can hold.
Operation describe_instance(std::string_view region, std::string_view instance_id);
Operation describe_instances_named(std::string_view region, std::string_view name);
Operation describe_instances(std::string_view region, const std::string& next_token);
// Of the STS: whose the keys are, which needs no right.
Operation get_caller_identity();

// What makes each request unique: the platform takes ±15 min and refuses a nonce seen before.
struct Stamp {
    std::chrono::system_clock::time_point time;
    std::string nonce;
};

struct Signer {
    SignatureScheme scheme = SignatureScheme::v3;
    Method method = Method::post;
};

// v3 (ACS3-HMAC-SHA256): the parameters in the query, no body. v1 (HMAC-SHA1): all in the query
// (GET) or all in the form (POST).
HttpRequest signed_request(const Operation& operation, const Endpoint& endpoint,
                           const Credentials& credentials, const Stamp& stamp,
                           const Signer& signer = {});

// "2026-01-02T03:04:05Z", in UTC.
std::string api_time(std::chrono::system_clock::time_point time);

}  // namespace ecsview::ecs
