// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/ascii.h"

#include <algorithm>

namespace ecsview {

char lower_case(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = lower_case(c);
    return out;
}

bool equals_ignoring_case(std::string_view text, std::string_view lower) noexcept {
    return text.size() == lower.size() && starts_with_ignoring_case(text, lower);
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) noexcept {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(),
                      [](char expected, char c) { return expected == lower_case(c); });
}

bool is_alphanumeric(char c) noexcept {
    const char lower = lower_case(c);
    return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
}

bool is_control(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_visible(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool has_control_bytes(std::string_view text) noexcept {
    return std::any_of(text.begin(), text.end(), is_control);
}

std::string_view trimmed(std::string_view text) noexcept {
    constexpr auto blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string_view next_part(std::string_view& rest, char mark) noexcept {
    const std::size_t at = rest.find(mark);
    const auto part = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    return trimmed(part);
}

}  // namespace ecsview
