// SPDX-License-Identifier: GPL-2.0-or-later
// What the pump knows of its one link: the way there, then the connection to the server, and the
// decoder's stream socket. Pump thread only. It lives until both are gone, and hears nothing more
// of the world once it was dropped.
#pragma once

#include <libwebsockets.h>

#include <deque>
#include <memory>
#include <string>

#include "link/pacing/pacing.h"
#include "link/tunnel/destination.h"
#include "link/tunnel/dial.h"
#include "link/tunnel/liveness.h"
#include "screen/framebuffer.h"

namespace ecsview::link {

// Whose question a websocket ping is: a pong does not tell.
enum class PingFrom { liveness, pacing };

struct Link {
    Link(std::uint64_t which, Destination to, std::shared_ptr<const screen::Framebuffer> shown,
         const rfb::Offer& offer, const Limits& limits, Liveness::TimePoint now)
        : number(which),
          destination(std::move(to)),
          picture(std::move(shown)),
          liveness(limits, now),
          pacing(offer, destination.websocket) {}

    Liveness::View view() const;

    const std::uint64_t number;  // Tunnel::open gave it
    const Destination destination;
    const std::shared_ptr<const screen::Framebuffer> picture;  // the decoder's word is in it
    Liveness liveness;
    Pacing pacing;
    std::unique_ptr<Dial> dial;       // until the way is found
    std::unique_ptr<TlsRelay> relay;  // behind `server`, on the way to an https:// proxy
    lws* dialing = nullptr;           // has the loop look after `dial`
    lws* server = nullptr;
    lws* stream = nullptr;
    int stream_fd = -1;       // owned by `stream`
    bool beyond_tls = false;  // the HTTP request was written, or TCP connected where there is none
    bool open = false;
    bool live = false;
    bool server_gone = false;
    bool held = false;               // flow control: the decoder does not read
    std::string to_decoder;          // what its socket did not take yet
    std::string handshake;           // from the decoder, for the server
    std::size_t said = 0;            // by the decoder in all
    std::deque<PingFrom> pings_due;  // to be written
    std::deque<PingFrom> pings_out;  // not answered yet, in order
    lws_sorted_usec_list_t dial_timer{}, look_timer{}, pace_timer{};
};

}  // namespace ecsview::link
