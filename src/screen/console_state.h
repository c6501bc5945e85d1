// SPDX-License-Identifier: GPL-2.0-or-later
// What the connection thread tells whoever shows the console (the window, `shot`): the phase, the
// words for a person, what was negotiated. A plain value; it travels through screen::Mailbox.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "screen/geometry.h"
#include "screen/server_clipboard.h"

namespace ecsview::screen {

enum class Phase {
    asking,      // asking the API for a VncUrl
    connecting,  // TCP, TLS, websocket
    handshake,   // RFB, until ServerInit
    live,        // the picture is current
    waiting,     // lost; the next attempt is planned
    ended,       // no further attempt; `ending` says why
};

struct CursorShape {
    int width = 0, height = 0;  // 0x0: the guest hides its cursor
    int hot_x = 0, hot_y = 0;
    // 0xAARRGGBB, width * height; the colours are multiplied by alpha.
    std::vector<std::uint32_t> pixels;
};

// The server asks for a VNC password; answered by the window or by the connection's own sources.
struct PasswordPrompt {
    int attempt = 1;  // 1 to 3
    std::string text;
    int number = 1;  // each question has its own, so no answer goes to a later one
};

enum class OsType { unknown, linux, windows };

// What is known of the machine behind the console. Filled from the command line and by the API,
// which may answer after the first picture, or never.
struct Machine {
    std::string id, name;  // printable UTF-8; empty: not known
    OsType os = OsType::unknown;
};

struct ConsoleState {
    Machine machine;
    Phase phase = Phase::asking;
    std::string headline;  // what goes on, or why there is a wait; empty when live
    std::string loss;      // what ended the last attempt, until there is a picture again
    std::chrono::steady_clock::time_point since{};  // of the phase
    std::optional<std::chrono::steady_clock::time_point> next_attempt;
    // Since when there is no picture that is current; none while there is one.
    std::optional<std::chrono::steady_clock::time_point> lost_since;
    int attempts = 0;            // made since then
    bool can_take_over = false;  // another session has the console; a person may take it over
    std::optional<PasswordPrompt> prompt;
    std::string desktop_name;                   // printable UTF-8
    bool extended_keys = false;                 // QEMU extended key event (-258) was acknowledged
    bool extended_buttons = false;              // a mouse with more of them (-316) was acknowledged
    std::optional<std::uint8_t> leds;           // bit 0 scroll, 1 num, 2 caps lock (RFB -261)
    bool pointer_steps = false;                 // the guest's mouse takes no places (RFB -257)
    std::shared_ptr<const CursorShape> cursor;  // none: the server sent none
    ServerClipboard clipboard;
    std::optional<Failure> ending;
};

}  // namespace ecsview::screen
