// SPDX-License-Identifier: GPL-2.0-or-later
// What we offer a server to send. libvncclient says it in the handshake, in the decoder's process;
// main says the same list again when it asks QEMU a question (client_messages.h), so both take it
// from here. An end-to-end test compares the two on the wire. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace ecsview::rfb {

// Tight first: on a thin link it is the smallest, and QEMU sends it without loss. QEMU prefers ZRLE
// to Zlib whatever the order. Only encodings that the server may use are decoded at all.
constexpr const char* offered_pixels = "tight zrle zlib hextile copyrect raw";
constexpr int compress_level = 6;
// On a wide line, once it is seen to be one (link/pacing/compression.h).
constexpr int quick_level = 2;
// JPEG in Tight, on a thin one (link/pacing/quality.h): for photos, text beside them can be read;
// and where that is too much.
constexpr int fine_quality = 6;
constexpr int coarse_quality = 3;

// The community's registry: lock keys of QEMU, whether its guest's mouse takes places or steps;
// a mouse with more than seven buttons; messages that let a server pace itself; a cursor with
// alpha; texts of the clipboard in UTF-8.
constexpr std::int32_t encoding_leds = -261;
constexpr std::int32_t encoding_pointer_type = -257;
constexpr std::int32_t encoding_extended_buttons = -316;
constexpr std::int32_t encoding_fence = -312;
constexpr std::int32_t encoding_continuous_updates = -313;
constexpr std::int32_t encoding_alpha_cursor = -314;
constexpr std::int32_t encoding_extended_clipboard = static_cast<std::int32_t>(0xC0A1E5CE);

// A plain value: it crosses a socket to the decoder.
struct Offer {
    bool clipboard = false;     // texts may pass, in one way or both
    bool raw_only = false;      // test builds only: no encoding but Raw
    bool alpha_cursor = false;  // to who follows the registry; never in the handshake
    bool jpeg = false;          // may be sent, and is offered on a thin line; not in the handshake
};

// How the pixels are to be packed. Without a quality there is no loss.
struct Packing {
    int level = compress_level;
    std::optional<int> quality = std::nullopt;
    bool operator==(const Packing&) const = default;
};

// The list in libvncclient's order.
std::vector<std::int32_t> offered(const Offer& offer, bool with_cursor,
                                  const Packing& packing = {});

}  // namespace ecsview::rfb
