// SPDX-License-Identifier: GPL-2.0-or-later
// Reads the API's answer to DescribeInstanceVncUrl: the VncUrl as returned, or why there is none.
// The body is a stranger's text until it is read here. Pure; any thread.
#pragma once

#include <string_view>
#include <variant>

#include "base/secret.h"
#include "ecs/error_codes.h"

namespace ecsview::ecs {

// The VncUrl, still percent-encoded, or the refusal.
using VncUrlAnswer = std::variant<Secret, Refusal>;

VncUrlAnswer read_vnc_url_answer(int http_status, std::string_view body);

}  // namespace ecsview::ecs
