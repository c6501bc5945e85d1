// SPDX-License-Identifier: GPL-2.0-or-later
// Messages about our clipboard, ClientCutText (6): a text in Latin-1 (RFC 6143), or the registry's
// extended clipboard, only for a server that has said that it has one. Texts are UTF-8, their lines
// end with LF. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "rfb/client_messages.h"

namespace ecsview::rfb {

// What Latin-1 does not have becomes a question mark.
ClientMessage latin1_cut_text(std::string_view text);
// What we can do. Nothing is wanted that was not asked for.
ClientMessage clipboard_capabilities(std::uint32_t actions);
// We have a text, or none any more.
ClientMessage clipboard_notice(bool text);
ClientMessage clipboard_request();
ClientMessage clipboard_provision(std::string_view text);
// The bytes of a text as they are provided: CR and LF, and a NUL at the end. libvncserver closes
// the connection above what it has said that it takes.
std::size_t provided_bytes(std::string_view text);

}  // namespace ecsview::rfb
