// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/client_messages.h"

#include "rfb/big_endian.h"

namespace ecsview::rfb {
namespace {

constexpr char type_set_encodings = 2;
constexpr char type_framebuffer_update_request = 3;
constexpr char type_key_event = 4;
constexpr char type_pointer_event = 5;
// The registry's: a byte of more buttons follows the place.
constexpr ButtonMask has_more_buttons = 0x80;
constexpr int first_buttons = 7;
constexpr char type_enable_continuous_updates = static_cast<char>(150);
constexpr char type_fence = static_cast<char>(248);
constexpr char type_qemu = static_cast<char>(255);

void put_rect(std::string& out, const screen::DesktopRect& area) {
    for (const int value : {area.x, area.y, area.width, area.height}) put16(out, value);
}

MessageKind key_kind(bool down) {
    return down ? MessageKind::press : MessageKind::release;
}

}  // namespace

ClientMessage framebuffer_update_request(bool incremental, const screen::DesktopRect& area) {
    std::string bytes{type_framebuffer_update_request, static_cast<char>(incremental)};
    put_rect(bytes, area);
    return {MessageKind::request, std::move(bytes)};
}

ClientMessage set_encodings(const Offer& offer, bool with_cursor, const Packing& packing) {
    const auto encodings = offered(offer, with_cursor, packing);
    std::string bytes{type_set_encodings, 0};
    put16(bytes, static_cast<int>(encodings.size()));
    for (const std::int32_t encoding : encodings)
        put32(bytes, static_cast<std::uint32_t>(encoding));
    return {MessageKind::ordered, std::move(bytes)};
}

ClientMessage fence(std::uint32_t flags, std::string_view data) {
    std::string bytes{type_fence, 0, 0, 0};
    put32(bytes, flags);
    bytes += static_cast<char>(data.size());
    return {MessageKind::ordered, bytes.append(data)};
}

ClientMessage enable_continuous_updates(bool enable, const screen::DesktopRect& area) {
    std::string bytes{type_enable_continuous_updates, static_cast<char>(enable)};
    put_rect(bytes, area);
    return {MessageKind::ordered, std::move(bytes)};
}

ClientMessage key_event(bool down, std::uint32_t keysym) {
    std::string bytes{type_key_event, static_cast<char>(down), 0, 0};
    put32(bytes, keysym);
    return {key_kind(down), std::move(bytes)};
}

ClientMessage extended_key_event(bool down, std::uint32_t keysym, std::uint32_t xt_scancode) {
    std::string bytes{type_qemu, 0, 0, static_cast<char>(down)};
    put32(bytes, keysym);
    put32(bytes, xt_scancode);
    return {key_kind(down), std::move(bytes)};
}

ClientMessage pointer_event(ButtonMask buttons, screen::DesktopPoint at, MessageKind kind) {
    const int more = buttons >> first_buttons;
    const int first = buttons & (has_more_buttons - 1);
    std::string bytes{type_pointer_event,
                      static_cast<char>(more ? first | has_more_buttons : first)};
    put16(bytes, at.x);
    put16(bytes, at.y);
    if (more) bytes += static_cast<char>(more);
    return {kind, std::move(bytes)};
}

ClientMessage pointer_step(ButtonMask buttons, screen::DesktopPoint by) {
    return pointer_event(buttons, {no_step.x + by.x, no_step.y + by.y}, MessageKind::step);
}

ClientMessage sum_of_steps(const ClientMessage& first, const ClientMessage& second) {
    const auto a = pointer_of(first), b = pointer_of(second);
    if (!a || !b) return second;
    return pointer_step(b->buttons,
                        {a->at.x + b->at.x - 2 * no_step.x, a->at.y + b->at.y - 2 * no_step.y});
}

std::optional<PointerState> pointer_of(const ClientMessage& message) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(message.bytes[at]); };
    if (message.bytes.size() < 6 || message.bytes[0] != type_pointer_event) return std::nullopt;
    const int more = message.bytes.size() > 6 ? byte(6) : 0;
    const int buttons = more ? (byte(1) & ~has_more_buttons) | more << first_buttons : byte(1);
    return PointerState{static_cast<ButtonMask>(buttons),
                        {byte(2) << 8 | byte(3), byte(4) << 8 | byte(5)}};
}

}  // namespace ecsview::rfb
