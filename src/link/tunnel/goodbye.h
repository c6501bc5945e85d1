// SPDX-License-Identifier: GPL-2.0-or-later
// What a proxy says when it closes the websocket (RFC 6455 section 7.4): a code and words, as a
// sentence. Whoever closes an open connection is named here, with a frame or without. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "link/tunnel/destination.h"

namespace ecsview::link {

struct Goodbye {
    static constexpr int normal = 1000;

    int code = 0;       // 0: the frame had none
    std::string words;  // printable; without what the VNC URL keeps secret

    // Something is wrong, and it is the proxy that says so; the server may not even have been
    // asked. Not so what websockify says when its server hangs up.
    bool blames() const { return code != 0 && code != normal; }
};

// `payload` is that of the close frame, of a stranger.
Goodbye parse_goodbye(std::string_view payload, const Destination& destination);
Failure goodbye_failure(const Destination& destination, const Goodbye& goodbye);
// An open connection has ended, and nobody said why.
Failure closed_failure(const Destination& destination);

}  // namespace ecsview::link
