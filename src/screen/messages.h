// SPDX-License-Identifier: GPL-2.0-or-later
// The messages between the decoder process and us, one a datagram of a SEQPACKET socket. The
// decoder parses a stranger's bytes and may be taken over, so parse() believes nothing: every size,
// count and coordinate is checked here, and the connection thread checks sequence and generation.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "base/secret.h"
#include "screen/cause.h"
#include "screen/damage.h"
#include "screen/server_clipboard.h"

namespace ecsview::screen {

constexpr std::size_t max_message_bytes = 4096;
constexpr std::size_t max_text_bytes = 256;
constexpr std::size_t max_part_bytes = 4000;  // of a text that may be longer than a message
constexpr std::size_t max_fence_bytes = 64;   // as the registry has it

// --- decoder to main ---
// The RFB handshake is over: ServerInit is read, every handshake byte is in the stream socket.
struct Ready {
    std::string name;  // as the server sent it, not yet printable, <= max_text_bytes
};
struct NeedPassword {};
// The decoder is about to write pictures of another size; wants an Acknowledge.
struct Resized {
    std::uint32_t sequence;
    std::uint32_t generation;
    DesktopSize size;
};
// Pixels were written; wants an Acknowledge before it writes on. `complete`: end of an RFB update.
struct Damaged {
    std::uint32_t sequence;
    std::uint32_t generation;
    bool complete;
    Damage damage;
};
// The cursor's pixels lie in the reserved place; wants an Acknowledge.
struct CursorChanged {
    std::uint32_t sequence;
    int width, height, hot_x, hot_y;
};
// The server acknowledged the QEMU extended key event.
struct ExtendedKeys {};
struct Leds {
    std::uint8_t bits;
};
// Whether the guest's mouse takes places or only steps (QEMU's -257).
struct PointerType {
    bool absolute;
};
// The server acknowledged a mouse with more buttons (-316).
struct ExtendedButtons {};
// An update has ended that was no picture, or that answered questions: QEMU's -258 rectangles in
// it. Told once all pictures before it were acknowledged.
struct Answered {
    std::uint16_t count;
    bool alone;  // no pixels were in it: no Damaged tells of its end
};
// The server's Fence, told like Answered; `data` is at most max_fence_bytes.
struct Fenced {
    std::uint32_t flags;
    std::string data;
};
// The server's EndOfContinuousUpdates: the first one says that it has them.
struct ContinuousEnded {};
// The walls of the decoder's sandbox that this machine does not have.
enum Wall : unsigned {
    wall_filter = 1,    // of system calls
    wall_landlock = 2,  // of files and the network
    wall_layout = 4,    // a program of its own: its memory is laid out like no other's
    all_walls = wall_filter | wall_landlock | wall_layout,
};
struct Unconfined {
    unsigned missing;
};
// What of the picture is not as the server has it, but JPEG's. Told before the end of an update
// that changed it, and of each that brought JPEG.
struct Lossy {
    DesktopRect area;  // that all of it lies in; empty: the picture is exact
    bool came;         // JPEG was in this update
};
// A line of libvncclient's log.
struct LogLine {
    std::string text;  // <= max_text_bytes, not yet printable
};
// The server has an extended clipboard and takes these actions (screen::ClipboardAction), and so
// many bytes of text unasked.
struct ClipboardOffered {
    std::uint32_t actions, most;
};
// clipboard_notify, clipboard_request or clipboard_peek, as the server said it.
struct ClipboardSignalled {
    std::uint32_t action;
};
// A text of the server's clipboard, in parts; all of them together <= max_clipboard_bytes.
struct ClipboardText {
    std::string part;  // <= max_part_bytes
    bool last;
};
// One that was too large was read over.
struct ClipboardLeftOut {};
// Why it went, as far as it knows (libvncclient records it, with our patch).
struct Stopped {
    Cause cause = Cause("decoder_gave_up");
    std::string reason;  // the server's own words, if any; <= max_text_bytes, not yet printable
};

using FromDecoder = std::variant<Ready, NeedPassword, Resized, Damaged, CursorChanged, ExtendedKeys,
                                 Leds, PointerType, Answered, Fenced, ContinuousEnded, Unconfined,
                                 LogLine, ClipboardOffered, ClipboardSignalled, ClipboardText,
                                 ClipboardLeftOut, ExtendedButtons, Stopped, Lossy>;

// --- main to decoder ---
struct Acknowledge {
    std::uint32_t sequence;
};
struct Password {
    Secret text;  // empty: none is given
};

using ToDecoder = std::variant<Acknowledge, Password>;

// Longest password that is handed on; VncAuth uses 8 bytes of it.
constexpr std::size_t max_password_bytes = 64;

std::vector<std::byte> encode(const FromDecoder& message);
std::vector<std::byte> encode(const ToDecoder& message);

// Nothing, when one byte of it is not as it should be. `desktop` is the size that damage must lie
// in.
std::optional<FromDecoder> parse_from_decoder(std::span<const std::byte> bytes,
                                              DesktopSize desktop);
std::optional<ToDecoder> parse_to_decoder(std::span<const std::byte> bytes);

}  // namespace ecsview::screen
