// SPDX-License-Identifier: GPL-2.0-or-later
// The way to the console, as the connection sees it. Behind it is the pump: one thread, one
// libwebsockets loop, for the life of the process. It carries one link at a time, wss, ws or bare
// TCP: bytes of the server go to the decoder's stream socket, bytes of the decoder go to the server
// during the handshake only, and after that our own messages, input first. A decoder that does not
// read holds the server back (flow control), never our memory.
//
// open(), go_live(), tell(), close() and status(): connection thread. send(), drain(): any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "base/certificates.h"
#include "base/error.h"
#include "base/unique_fd.h"
#include "link/tunnel/destination.h"
#include "link/tunnel/ending.h"
#include "link/tunnel/foreword.h"
#include "link/tunnel/keepalive.h"
#include "rfb/client_messages.h"
#include "rfb/offer.h"
#include "screen/decoder_line.h"
#include "screen/messages.h"
#include "screen/meters.h"

namespace ecsview::link {

struct Limits;

// What pacing and keepalive have to know of what the decoder read, in its order.
struct SizeTold {
    screen::DesktopSize size;
};
struct UpdateTold {
    bool pixels = false;    // it has ended and changed the picture
    bool other = false;     // it has ended and did not
    bool answered = false;  // a -258 rectangle was in it
};
using Told = std::variant<SizeTold, UpdateTold, screen::Fenced, screen::ContinuousEnded,
                          screen::CursorChanged, screen::PointerType, screen::Lossy>;

enum class TunnelPhase { idle, connecting, open, live, closed };

struct TunnelStatus {
    std::uint64_t link = 0;  // which one it is about: what open() gave; "no_pump" is about all
    TunnelPhase phase = TunnelPhase::idle;
    std::optional<Ending> ending = std::nullopt;  // when closed
    bool plain = false;  // when live: what the decoder has said was all foreseen (Foreword)
};

class Tunnel {
public:
    Tunnel() = default;
    virtual ~Tunnel() = default;
    Tunnel(const Tunnel&) = delete;
    Tunnel& operator=(const Tunnel&) = delete;

    // Begins what can be done before a ticket is there: the way to where `destination` leads
    // without one, and TLS. The next open() goes on with that if it leads to the same place; what
    // becomes of it is nobody's business but that one's. Any thread.
    virtual void prepare(const Destination& destination, Addresses addresses) = 0;
    // Begins to find the way to `destination`, by its addresses; drops an earlier link.
    // `stream` is our end of the decoder's stream socket, `decoder` tells what it does, `offer`
    // what it offers the server in the handshake, `foreword` what it will say there. The number of
    // the new link: what status() says of another one is history.
    virtual std::uint64_t open(const Destination& destination, Addresses addresses, UniqueFd stream,
                               std::shared_ptr<const screen::DecoderLine> decoder,
                               const rfb::Offer& offer, Foreword foreword) = 0;
    // The handshake is over: what the decoder wrote so far is sent, then our messages.
    // `keep_awake`: the server looks at its screen ever more seldom, as QEMU does; from now on it
    // is kept from that by a message that its guest does not get.
    // `step`: what is sent when nobody uses the console.
    virtual void go_live(bool keep_awake, IdleStep step) = 0;
    // What the decoder told, for the pacing and the keepalive.
    virtual void tell(Told told) = 0;
    // Drops the link, and what is prepared.
    virtual void close() = 0;
    // The machine has slept, or the network is another one: looks at once whether the link lives.
    virtual void suspect() = 0;
    // Has the pump thread say so soon; one that hangs does not.
    virtual void prove_alive() = 0;

    // Dropped when the link is not live.
    virtual void send(rfb::ClientMessage message) = 0;
    // Waits until the kernel has what was sent, or there is no link; not longer than `patience`.
    // False: it has not.
    virtual bool drain(std::chrono::milliseconds patience) = 0;

    // What came, and how long the server's answers take. Any thread.
    virtual screen::Meters meters() const { return {}; }

    // Readable when status() may have changed; reading status() makes it unreadable.
    virtual int event_fd() const noexcept = 0;
    virtual TunnelStatus status() = 0;
};

// The real one. Without roots no TLS is possible; the pins are for the console, not for a proxy.
// `alive` answers prove_alive(), on the pump thread. Throws Error when there is no thread for it.
std::unique_ptr<Tunnel> make_tunnel(const Trust& trust, const Limits& limits,
                                    std::function<void()> alive);

}  // namespace ecsview::link
