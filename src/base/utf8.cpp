// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/utf8.h"

namespace ecsview {
namespace {

constexpr char32_t replacement = 0xfffd;

struct Lead {
    std::size_t size;  // 0: not a lead byte
    char32_t bits;
    char32_t least;  // smaller values are overlong forms
};

Lead lead_of(unsigned char byte) noexcept {
    if (byte < 0x80) return {1, byte, 0};
    if (byte >= 0xc2 && byte < 0xe0) return {2, byte & 0x1fu, 0x80};
    if (byte >= 0xe0 && byte < 0xf0) return {3, byte & 0x0fu, 0x800};
    if (byte >= 0xf0 && byte < 0xf5) return {4, byte & 0x07u, 0x10000};
    return {0, 0, 0};
}

struct Decoded {
    std::size_t size;
    char32_t character;
};

Decoded decode(std::string_view text) noexcept {
    if (text.empty()) return {0, replacement};
    const Lead lead = lead_of(static_cast<unsigned char>(text[0]));
    if (lead.size == 0 || text.size() < lead.size) return {0, replacement};
    char32_t character = lead.bits;
    for (std::size_t i = 1; i < lead.size; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0) != 0x80) return {0, replacement};
        character = (character << 6) | (byte & 0x3fu);
    }
    const bool surrogate = character >= 0xd800 && character < 0xe000;
    if (character < lead.least || surrogate || character > 0x10ffff) return {0, replacement};
    return {lead.size, character};
}

}  // namespace

std::size_t utf8_sequence_size(std::string_view text) noexcept {
    return decode(text).size;
}

std::optional<char32_t> utf8_next(std::string_view& text) noexcept {
    if (text.empty()) return std::nullopt;
    const Decoded decoded = decode(text);
    text.remove_prefix(decoded.size ? decoded.size : 1);
    return decoded.character;
}

void utf8_append(std::string& text, char32_t c) {
    const auto tail = [&](int bits) { text += static_cast<char>(0x80 | (c >> bits & 0x3f)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xc0 | c >> 6);
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xe0 | c >> 12);
        tail(6), tail(0);
    } else {
        text += static_cast<char>(0xf0 | c >> 18);
        tail(12), tail(6), tail(0);
    }
}

}  // namespace ecsview
