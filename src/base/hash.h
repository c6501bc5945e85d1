// SPDX-License-Identifier: GPL-2.0-or-later
// SHA-256 and HMAC-SHA256 (RFC 6234, RFC 2104), by mbedTLS. Pure; any thread. Throws bad_alloc
// only.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace ecsview {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view text);
Sha256 hmac_sha256(std::string_view key, std::string_view text);

// Lower case, two digits a byte.
std::string hex(std::span<const std::uint8_t> bytes);

}  // namespace ecsview
