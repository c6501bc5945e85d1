// SPDX-License-Identifier: GPL-2.0-or-later
// The pump: one thread, one libwebsockets loop, for the life of the process. It carries one link at
// a time, wss, ws or bare TCP: bytes of the server go to the decoder's stream socket, bytes of the
// decoder go to the server during the handshake only, and after that our own messages, input first.
// A decoder that does not read holds the server back (flow control), never our memory.
//
// open(), go_live(), close() and status(): connection thread. send(): any thread. Everything else
// happens on the pump thread; the mutex guards what both sides touch.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/certificates.h"
#include "base/error.h"
#include "base/unique_fd.h"
#include "link/destination.h"
#include "rfb/client_messages.h"
#include "screen/framebuffer.h"

namespace ecsview::link {

class Pump;
struct Limits;

enum class TunnelPhase { idle, connecting, open, closed };

enum class TunnelEnd {
    closed,       // by the server, the proxy or the network
    unreachable,  // before TCP was connected: another address may do
    reset,        // by force: that is no server's verdict
    silent,       // nothing came any more
    stuck,        // the decoder takes nothing any more
    broken,       // our own part, for good
};

struct TunnelStatus {
    TunnelPhase phase = TunnelPhase::idle;
    TunnelEnd end = TunnelEnd::closed;  // when closed
    std::optional<Failure> failure;     // closed: why
};

class Tunnel {
public:
    // `trusted_roots`: who may sign a server's certificate; none: no TLS is possible.
    // `alive` answers prove_alive(), on the pump thread.
    Tunnel(const TrustedRoots& trusted_roots, const Limits& limits, std::function<void()> alive);
    ~Tunnel();
    Tunnel(const Tunnel&) = delete;
    Tunnel& operator=(const Tunnel&) = delete;

    // Begins to connect to `address` (numeric) on behalf of `destination`; drops an earlier link.
    // `stream` is our end of the decoder's stream socket, `picture` what it writes to.
    void open(const Destination& destination, const std::string& address, UniqueFd stream,
              std::shared_ptr<const screen::Framebuffer> picture);
    // The handshake is over: what the decoder wrote so far is sent, then our messages.
    // `keep_awake`: the server looks at its screen ever more seldom, as QEMU does; from now on it
    // is kept from that by a message that its guest does not get.
    void go_live(bool keep_awake);
    void close();
    // The machine has slept, or the network is another one: looks at once whether the link lives.
    void suspect();
    // Has the pump thread say so soon; one that hangs does not.
    void prove_alive();

    // Dropped when the link is not live.
    void send(rfb::ClientMessage message);
    // Any thread: waits until the kernel has what was sent, or there is no link; not longer than
    // `patience`.
    void drain(std::chrono::milliseconds patience);

    // Readable when status() may have changed; reading status() makes it unreadable.
    int event_fd() const noexcept;
    TunnelStatus status();

private:
    std::unique_ptr<Pump> pump_;
};

}  // namespace ecsview::link
