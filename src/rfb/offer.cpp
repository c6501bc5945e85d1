// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/offer.h"

namespace ecsview::rfb {
namespace {

constexpr std::int32_t tight = 7, zrle = 16, zlib = 6, hextile = 5, copy_rect = 1, raw = 0;
constexpr std::int32_t compress_level_0 = -256, quality_level_0 = -32;
constexpr std::int32_t x_cursor = -240, rich_cursor = -239, pointer_position = -232;
constexpr std::int32_t keyboard_leds = -131072;  // libvncserver's
constexpr std::int32_t desktop_size = -223, extended_desktop_size = -308, last_rectangle = -224;
constexpr std::int32_t extended_keys = -258;

void add(std::vector<std::int32_t>& list, std::initializer_list<std::int32_t> more) {
    list.insert(list.end(), more);
}

}  // namespace

// The cursor with alpha is not offered to everyone: the registry, and TigerVNC's server, have its
// bytes as red, green, blue, alpha, multiplied; QEMU sends the words it has in memory (blue first),
// of which some versions and devices are not multiplied, and never says which it is. QEMU has no
// Fence, so whoever sent one means the registry's. The cursor with a mask is right for all.
std::vector<std::int32_t> offered(const Offer& offer, bool with_cursor, const Packing& packing) {
    std::vector<std::int32_t> list;
    if (offer.raw_only)
        add(list, {raw});
    else
        add(list, {tight, zrle, zlib, hextile, copy_rect, raw, compress_level_0 + packing.level});
    if (!offer.raw_only && packing.quality) add(list, {quality_level_0 + *packing.quality});
    if (with_cursor && offer.alpha_cursor) add(list, {encoding_alpha_cursor});
    if (with_cursor) add(list, {x_cursor, rich_cursor, pointer_position});
    add(list, {keyboard_leds, desktop_size, extended_desktop_size});
    if (!offer.raw_only) add(list, {last_rectangle});
    add(list, {extended_keys, encoding_leds, encoding_pointer_type, encoding_extended_buttons,
               encoding_fence, encoding_continuous_updates});
    if (offer.clipboard) add(list, {encoding_extended_clipboard});
    return list;
}

}  // namespace ecsview::rfb
