// SPDX-License-Identifier: GPL-2.0-or-later
// Percent-encoding (RFC 3986, 2.1) as the platform's signatures and VNC URLs want it. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ecsview {

// All bytes but the unreserved (A-Z a-z 0-9 - _ . ~) become %XX, upper case.
std::string percent_encode(std::string_view text);

// Undoes one encoding; '+' stays '+'. A '%' without two hex digits yields nothing, and leaves
// nothing of the text in freed memory.
std::optional<std::string> percent_decode(std::string_view text);

}  // namespace ecsview
