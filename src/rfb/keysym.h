// SPDX-License-Identifier: GPL-2.0-or-later
// X11 keysyms, which RFB's key events carry. Pure.
#pragma once

#include <cstdint>

namespace ecsview::rfb {

// The keysym of a character: itself for Latin-1, else 0x01000000 + its code (X11 protocol, A.2); 0
// for a control character.
constexpr std::uint32_t keysym_of(char32_t c) noexcept {
    const bool latin1 = (c >= 0x20 && c <= 0x7e) || (c >= 0xa0 && c <= 0xff);
    if (latin1) return c;
    return c < 0x100 || c > 0x10ffff ? 0 : 0x01000000 + c;
}

}  // namespace ecsview::rfb
