// SPDX-License-Identifier: GPL-2.0-or-later
// UTF-8 (RFC 3629), strictly: no overlong forms, no surrogates, nothing above U+10FFFF. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ecsview {

// Size in bytes (1 to 4) of the well-formed sequence at the start of `text`, or 0.
std::size_t utf8_sequence_size(std::string_view text) noexcept;

// Takes the first character off `text`; an ill-formed byte yields U+FFFD and is one byte long.
// Empty text yields nothing.
std::optional<char32_t> utf8_next(std::string_view& text) noexcept;

// Adds the character, which is one: no surrogate, and not above U+10FFFF.
void utf8_append(std::string& text, char32_t character);

}  // namespace ecsview
