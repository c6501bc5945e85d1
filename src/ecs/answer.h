// SPDX-License-Identifier: GPL-2.0-or-later
// Reads the API's answers, JSON or XML: what was asked for, or why there is none. The body is a
// stranger's text until it is read here; names in the result are made printable by whoever shows
// them. Pure; any thread.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "ecs/error_codes.h"
#include "ecs/http_request.h"

namespace ecsview::ecs {

template <class T>
using Answer = std::variant<T, Refusal>;

// DescribeInstanceVncUrl: the VncUrl, still percent-encoded.
Answer<Secret> read_vnc_url(const HttpReply& reply);

struct Instance {
    std::string id, name, status, region;
    std::string os_type;  // "windows" or "linux"
    std::string os_name;
    std::vector<std::string> addresses = {};  // those that the internet reaches first
};

struct InstancePage {
    std::vector<Instance> instances;
    std::string next_token;  // empty: this was the last page
};

// DescribeInstances.
Answer<InstancePage> read_instances(const HttpReply& reply);

struct Region {
    std::string id, endpoint;  // endpoint: a host name, may be empty
};

// DescribeRegions.
Answer<std::vector<Region>> read_regions(const HttpReply& reply);

// Whose keys they are.
struct Identity {
    std::string account, arn;
};

// GetCallerIdentity.
Answer<Identity> read_caller_identity(const HttpReply& reply);

}  // namespace ecsview::ecs
