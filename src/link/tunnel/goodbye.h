// SPDX-License-Identifier: GPL-2.0-or-later
// What a proxy says when it closes the websocket (RFC 6455 section 7.4): a code and words. Pure.
#pragma once

#include <string>
#include <string_view>

#include "link/tunnel/destination.h"
#include "link/tunnel/ending.h"

namespace ecsview::link {

struct Goodbye {
    int code = 0;       // 0: the frame had none
    std::string words;  // printable; without what the VNC URL keeps secret
};

// `payload` is that of the close frame, of a stranger.
Goodbye parse_goodbye(std::string_view payload, const Destination& destination);
// Something may be wrong, and it is the proxy that says so; the server may not even have been
// asked. Not so what websockify says when its server hangs up.
Ending goodbye_ending(const Destination& destination, const Goodbye& goodbye);

}  // namespace ecsview::link
