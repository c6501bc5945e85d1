// SPDX-License-Identifier: GPL-2.0-or-later
// A picture as a PNG file (ISO/IEC 15948), 8 bits a channel, RGB. Compression is zlib's, which is
// linked for the decoder anyway; libpng would be one more library for a format of three chunks.
// Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "screen/geometry.h"

namespace ecsview::screen {

// `pixels`: 0x00RRGGBB, width * height of them, row by row.
std::string png(std::span<const std::uint32_t> pixels, DesktopSize size);

}  // namespace ecsview::screen
