// SPDX-License-Identifier: GPL-2.0-or-later
// Client-to-server messages of RFB (RFC 6143 section 7.5, and the community's registry for the
// extensions). Pure: each function returns the bytes of one whole message, big-endian. After the
// handshake every byte we send is made here; libvncclient sends nothing then.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rfb/offer.h"
#include "screen/geometry.h"

namespace ecsview::rfb {

// How the outbox may treat a message while the link is stalled.
enum class MessageKind {
    request,  // FramebufferUpdateRequest: goes after all input; equal ones are merged
    ordered,  // goes in turn with the requests; each one counts, so none is merged with another
    press,    // may be dropped when the queue is full
    release,  // never dropped: a key must not stay down in the guest
    motion,   // only the newest of a run is kept
    step,     // a motion by a difference: a run of them is added up
    text,     // the clipboard, which may be long: after all input; only the newest waits
};

struct ClientMessage {
    MessageKind kind;
    std::string bytes;
};

// Button mask of PointerEvent: bit 0 left, 1 middle, 2 right, 3/4 wheel up/down, 5/6 wheel
// left/right; 7/8 back and forward, only after the server acknowledged -316.
using ButtonMask = std::uint16_t;

// FramebufferUpdateRequest (3), 10 bytes. Coordinates are cut to 16 bits by the caller's checks.
ClientMessage framebuffer_update_request(bool incremental, const screen::DesktopRect& area);
// SetEncodings (2): the whole list that libvncclient offered in the handshake (rfb/offer.h).
// QEMU answers each one that has -258 with a pseudo rectangle. `with_cursor`: false leaves out what
// makes newer ones send the guest's cursor with each answer.
ClientMessage set_encodings(const Offer& offer, bool with_cursor, const Packing& packing = {});
// Fence (248), the registry's: `data` is at most 64 bytes. Only after the server sent one.
ClientMessage fence(std::uint32_t flags, std::string_view data);
// EnableContinuousUpdates (150), the registry's. Only after the server sent its end of them.
ClientMessage enable_continuous_updates(bool enable, const screen::DesktopRect& area);
// KeyEvent (4), 8 bytes; `keysym` as in X11.
ClientMessage key_event(bool down, std::uint32_t keysym);
// QEMU Extended Key Event (255/0), 12 bytes: keysym 0 when unknown; `xt_scancode` in QEMU's "qnum"
// form (set 1, E0-prefixed keys with bit 7 set: right Ctrl is 0x9d). Only after -258 was
// acknowledged.
ClientMessage extended_key_event(bool down, std::uint32_t keysym, std::uint32_t xt_scancode);
struct PointerState {
    ButtonMask buttons = 0;
    screen::DesktopPoint at;
};
// Where a message leaves the pointer; nothing: it is about something else.
std::optional<PointerState> pointer_of(const ClientMessage& message);
// Where a server that takes differences (-257, PointerType) has what does not move; a step is
// counted from there.
constexpr screen::DesktopPoint no_step{0x7fff, 0x7fff};
// A PointerEvent for such a server; what is too far for one message is cut.
ClientMessage pointer_step(ButtonMask buttons, screen::DesktopPoint by);
// Both steps as one; they have the same buttons.
ClientMessage sum_of_steps(const ClientMessage& first, const ClientMessage& second);
// PointerEvent (5), 6 bytes, or 7 with one of the buttons of -316. `motion` when only the position
// differs from the last one sent.
ClientMessage pointer_event(ButtonMask buttons, screen::DesktopPoint at, MessageKind kind);

}  // namespace ecsview::rfb
