// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/percent.h"

#include "base/ascii.h"
#include "base/secret.h"

namespace ecsview {
namespace {

bool is_unreserved(char c) {
    return is_alphanumeric(c) || c == '-' || c == '_' || c == '.' || c == '~';
}

int hex_value(char c) {
    c = lower_case(c);
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

}  // namespace

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::optional<std::string> percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            out += text[at];
            continue;
        }
        const bool whole = text.size() - at >= 3;
        const int high = whole ? hex_value(text[at + 1]) : -1;
        const int low = whole ? hex_value(text[at + 2]) : -1;
        if (high < 0 || low < 0) return wipe(out), std::nullopt;
        out += static_cast<char>(high * 16 + low);
        at += 2;
    }
    return out;
}

}  // namespace ecsview
