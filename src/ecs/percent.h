// SPDX-License-Identifier: GPL-2.0-or-later
// Percent-encoding (RFC 3986, 2.1) as the platform's signatures and VNC URLs want it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ecs/http_request.h"

namespace ecsview::ecs {

// All bytes but the unreserved (A-Z a-z 0-9 - _ . ~) become %XX, upper case.
std::string percent_encode(std::string_view text);

// Undoes one encoding; '+' stays '+'. A '%' without two hex digits yields nothing.
std::optional<std::string> percent_decode(std::string_view text);

// Sorted by name, "name=value" percent-encoded, joined by '&': what is signed and what is sent.
std::string canonical_query(Parameters query);

}  // namespace ecsview::ecs
