// SPDX-License-Identifier: GPL-2.0-or-later
// Reads back what png.h writes, and what other programs make of it: PNG (ISO/IEC 15948) of 8 bits a
// channel, RGB with or without alpha, not interlaced. For pictures that a script compares with the
// screen. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "screen/geometry.h"

namespace ecsview::screen {

struct StillPicture {
    std::vector<std::uint32_t> pixels;  // 0x00RRGGBB, row by row
    DesktopSize size;
};

// Of the bytes of a file; its alpha is left out. Else a clause for a sentence: why it is none.
Result<StillPicture, std::string> read_png(std::string_view bytes);

}  // namespace ecsview::screen
