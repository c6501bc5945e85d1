// SPDX-License-Identifier: GPL-2.0-or-later
// A whole session of RFB: the first byte says how the decoder was ordered, the rest is what the
// server sends, from its greeting on.
#include "decoder_world.h"
#include "entry.h"

FUZZ_TARGET("session") {
    if (size == 0) return 0;
    const unsigned order = data[0];
    ecsview::fuzz::ServerSide server;
    server.bytes = {reinterpret_cast<const char*>(data + 1), size - 1};
    server.shared = order & 1;
    server.clipboard = order & 2;
    server.raw_only = order & 4;
    server.jpeg = order & 16;
    if (order & 8) server.password = {};
    ecsview::fuzz::run_session(server);
    return 0;
}
