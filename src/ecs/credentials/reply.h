// SPDX-License-Identifier: GPL-2.0-or-later
// Reads keys out of what a service or a command answers, in JSON. The text is a stranger's until it
// is read here. Pure; any thread. All failures are clauses.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "ecs/credentials.h"

namespace ecsview::ecs {

// "2026-01-02T03:04:05Z", exactly. Years that the clock cannot count are clamped.
std::optional<std::chrono::system_clock::time_point> parse_api_time(std::string_view text);

// The metadata service and a credentials URI: AccessKeyId, AccessKeySecret, SecurityToken and
// Expiration, all of them, and no Code but Success.
Result<Credentials> read_service_reply(int http_status, std::string_view body);

// The STS: the same four within Credentials, or its error.
Result<Credentials> read_sts_reply(int http_status, std::string_view body);

// Whether the STS refuses a request because of our clock: with the platform's time it may pass.
bool is_about_time(std::string_view body);

// A command: mode (AK or StsToken), access_key_id, access_key_secret, sts_token, expiration.
Result<Credentials> read_command_output(std::string_view output);

}  // namespace ecsview::ecs
