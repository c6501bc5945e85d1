// SPDX-License-Identifier: GPL-2.0-or-later
// SHA-256, HMAC-SHA256 and HMAC-SHA1 (RFC 6234, RFC 2104), by mbedTLS, and what writes sums as
// text. Pure; any thread. Throws bad_alloc only.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ecsview {

using Sha256 = std::array<std::uint8_t, 32>;
using Sha1 = std::array<std::uint8_t, 20>;

Sha256 sha256(std::string_view text);
Sha256 hmac_sha256(std::string_view key, std::string_view text);
// For the platform's older signature only.
Sha1 hmac_sha1(std::string_view key, std::string_view text);

// Lower case, two digits a byte.
std::string hex(std::span<const std::uint8_t> bytes);
// RFC 4648, section 4, with padding.
std::string base64(std::span<const std::uint8_t> bytes);

}  // namespace ecsview
