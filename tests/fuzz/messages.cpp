// SPDX-License-Identifier: GPL-2.0-or-later
// The messages between a decoder and main, both ways: what is understood is, written again, the
// same bytes, and keeps the limits that the rest of the program relies on.
#include "screen/messages.h"

#include <algorithm>
#include <cstring>

#include "entry.h"

using namespace ecsview::screen;
using ecsview::fuzz::require;

namespace {

void keeps(const Ready& m) {
    require(m.name.size() <= max_text_bytes, "a name's length");
}
void keeps(const LogLine& m) {
    require(m.text.size() <= max_text_bytes, "a line's length");
}
void keeps(const Stopped& m) {
    require(m.reason.size() <= max_text_bytes, "a reason's length");
}
void keeps(const Fenced& m) {
    require(m.data.size() <= max_fence_bytes, "a fence's length");
}
void keeps(const Resized& m) {
    require(acceptable(m.size), "a size");
}
void keeps(const ClipboardText& m) {
    require(m.part.size() <= max_part_bytes, "a part's length");
}
void keeps(const CursorChanged& m) {
    require(m.width <= max_cursor_side && m.height <= max_cursor_side, "a cursor's size");
    require(m.width == 0 || (m.hot_x < m.width && m.hot_y < m.height), "a cursor's hot spot");
}
template <class Other>
void keeps(const Other&) {}

bool same(const std::vector<std::byte>& written, std::span<const std::byte> read) {
    return std::ranges::equal(written, read);
}

}  // namespace

FUZZ_TARGET("messages") {
    if (size < 5) return 0;
    const DesktopSize desktop{data[1] << 8 | data[2], data[3] << 8 | data[4]};
    const std::span bytes(reinterpret_cast<const std::byte*>(data + 5), size - 5);
    if (data[0] & 1) {
        const auto message = parse_to_decoder(bytes);
        if (message) require(same(encode(*message), bytes), "another message to the decoder");
        return 0;
    }
    const auto message = parse_from_decoder(bytes, desktop);
    if (!message) return 0;
    std::visit([](const auto& known) { keeps(known); }, *message);
    if (const auto* damaged = std::get_if<Damaged>(&*message)) {
        for (const auto& rect : damaged->damage.rects())
            require(DesktopRect{0, 0, desktop.width, desktop.height}.contains(rect), "outside");
        return 0;  // rectangles are joined as they are read
    }
    require(same(encode(*message), bytes), "another message from the decoder");
    return 0;
}
