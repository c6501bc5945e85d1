// SPDX-License-Identifier: GPL-2.0-or-later
// When the next picture is asked for. It alone decides: libvncclient's own requests are patched
// out. Now: the whole screen once at the start and after a change of size, then one incremental
// request for each update that has arrived whole. Pure; the connection thread asks it and sends.
#pragma once

#include <optional>

#include "rfb/client_messages.h"
#include "screen/geometry.h"

namespace ecsview::link {

class Pacer {
public:
    // The size is known or has changed; before live() nothing can be sent.
    std::optional<rfb::ClientMessage> resized(screen::DesktopSize size);
    // The handshake is over.
    std::optional<rfb::ClientMessage> live();
    // An RFB update has arrived whole.
    std::optional<rfb::ClientMessage> update_complete() const;

private:
    rfb::ClientMessage request(bool incremental) const;

    screen::DesktopSize size_;
    bool live_ = false;
};

}  // namespace ecsview::link
