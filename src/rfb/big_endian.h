// SPDX-License-Identifier: GPL-2.0-or-later
// Numbers as RFB has them on the wire: the highest byte first. Pure.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

namespace ecsview::rfb {

// What does not fit in 16 bits is cut to the nearest that does.
inline void put16(std::string& out, int value) {
    const auto bits = static_cast<std::uint16_t>(std::clamp(value, 0, 0xffff));
    out += static_cast<char>(bits >> 8);
    out += static_cast<char>(bits & 0xff);
}

inline void put32(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xff);
}

}  // namespace ecsview::rfb
