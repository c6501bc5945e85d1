// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/handshake.h"

#include <bit>

#include "rfb/client_messages.h"

namespace ecsview::rfb {
namespace {

constexpr char none = 1;

// SetPixelFormat (0): 32 bits a pixel of depth 24 in this machine's order, red above green above
// blue; the format of the picture itself, so nothing is converted.
std::string set_pixel_format() {
    constexpr char big_endian = std::endian::native == std::endian::big;
    constexpr char colours_are_true = 1, highest = static_cast<char>(255);
    return {0,       0,  0, 0, 32, 24, big_endian, colours_are_true, 0, highest, 0, highest, 0,
            highest, 16, 8, 0, 0,  0,  0};
}

}  // namespace

std::string plain_handshake(bool shared, const Offer& offer) {
    std::string words = "RFB 003.008\n";
    words += none;
    words += static_cast<char>(shared);
    return words + set_pixel_format() + set_encodings(offer, true).bytes;
}

}  // namespace ecsview::rfb
