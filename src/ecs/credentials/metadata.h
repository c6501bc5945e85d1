// SPDX-License-Identifier: GPL-2.0-or-later
// The metadata service of an ECS machine: what is asked there. Plain HTTP within the machine's
// host, never through a proxy. Pure; any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/secret.h"
#include "ecs/http_request.h"

namespace ecsview::ecs {

// The service is on the same host: if it does not answer in this time, there is none.
constexpr std::chrono::milliseconds metadata_limit{1000};

// For a token of six hours, which the next requests show (IMDSv2).
HttpRequest metadata_token_request(const std::string& base);

// `token` may be empty (IMDSv1). The list of roles, which is one name, or the keys of `role`.
HttpRequest metadata_role_request(const std::string& base, const Secret& token,
                                  std::string_view role);

HttpRequest metadata_region_request(const std::string& base, const Secret& token);

// Whether an answer can be a token. It goes into a header, so it must have no line break.
bool is_metadata_token(std::string_view body) noexcept;

// The name of the role in the answer; empty when there is none or it could not go into a URL.
std::string read_role_name(std::string_view body);

}  // namespace ecsview::ecs
