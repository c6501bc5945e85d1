// SPDX-License-Identifier: GPL-2.0-or-later
// What surrounds a decoder, in one process and without a system call: the server's bytes are a
// text, and main's end of the message socket is here. It acknowledges what has to be, and ends the
// program (a finding) where the real main would say that a decoder breaks the rules, or where a
// decoder would wait for ever. The linker leads read, recv, send and write here (rules.mk). One
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ecsview::fuzz {

struct ServerSide {
    std::string_view bytes;  // all that the server ever sends
    bool shared = true, clipboard = false, raw_only = false, jpeg = false;
    std::string_view password = "secret";  // empty: none is given
};

// From the greeting to the end of the session, which is where the bytes end at the latest.
void run_session(const ServerSide& server);

}  // namespace ecsview::fuzz
