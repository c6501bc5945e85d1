// SPDX-License-Identifier: GPL-2.0-or-later
// The platform's request signature ACS3-HMAC-SHA256 ("V3 request body and signature mechanism" of
// the Alibaba Cloud API reference). Pure; any thread. Canonical texts hold the security token: do
// not log them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "ecs/http_request.h"

namespace ecsview::ecs {

struct CanonicalRequest {
    std::string text;
    std::string signed_headers;  // lower-case names joined by ';'
};

// Of `headers` those are signed whose lower-case name is host or content-type or starts with
// x-acs-; x-acs-content-sha256 must be among them. `uri` is "/" for ECS.
CanonicalRequest canonical_request(std::string_view method, std::string_view uri,
                                   const Parameters& query, const std::vector<Header>& headers,
                                   std::string_view payload_hash);

std::string string_to_sign(std::string_view canonical_request);

// Lower-case hex.
std::string signature(const Secret& access_key_secret, std::string_view string_to_sign);

// The value of the Authorization header.
std::string authorization(std::string_view access_key_id, const Secret& access_key_secret,
                          const CanonicalRequest& request);

}  // namespace ecsview::ecs
