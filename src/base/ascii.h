// SPDX-License-Identifier: GPL-2.0-or-later
// What ASCII says about bytes, whatever the locale: case, letters and digits, what is visible.
// Bytes outside ASCII are none of it and stay as they are. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace ecsview {

char lower_case(char c) noexcept;
std::string lower_case(std::string_view text);

// `lower` is lower case.
bool equals_ignoring_case(std::string_view text, std::string_view lower) noexcept;
bool starts_with_ignoring_case(std::string_view text, std::string_view lower) noexcept;

bool is_alphanumeric(char c) noexcept;
bool is_control(char c) noexcept;  // below the space, and DEL
// All of it may stand in a request line: no space, no control byte, nothing outside ASCII.
bool is_visible(std::string_view text) noexcept;
bool has_control_bytes(std::string_view text) noexcept;

// Without what is blank at both ends: spaces, tabs, ends of lines.
std::string_view trimmed(std::string_view text) noexcept;
// The part before `mark`, trimmed; takes it and the mark off `rest`.
std::string_view next_part(std::string_view& rest, char mark) noexcept;

}  // namespace ecsview
