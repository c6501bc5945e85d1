// SPDX-License-Identifier: GPL-2.0-or-later
// The part of Pump that writes to the server.
#include <algorithm>

#include "link/tunnel/pump.h"

namespace ecsview::link {
namespace {

using Clock = Liveness::Clock;

}  // namespace

// Keys and buttons are felt. A motion waits for the pump, and the next ones take its place or add
// up to it: each of its own would fill the few bytes that a PS/2 mouse keeps, and QEMU sends what
// is left with the next event only.
void Pump::send(rfb::ClientMessage message) {
    using rfb::MessageKind;
    const bool is_felt = message.kind == MessageKind::press || message.kind == MessageKind::release;
    const bool paced = input_is_paced_;
    {
        const std::lock_guard lock(mutex_);
        if (!accepts_input_) return;
        keepalive_.sent(message, Clock::now());
        input_ = input_ || paced;
        outbox_.push(std::move(message));
    }
    const bool written = is_felt && write_at_once();
    if (!written || paced) wake();
}

// If the pump waits. False: the rest is the pump's. A pump that is woken for nothing takes the
// processor from whoever reads the key.
bool Pump::write_at_once() {
    const std::unique_lock working(working_, std::try_to_lock);
    if (!working || !link_ || !link_->live() || !link_->has_server()) return false;
    lws* const wsi = link_->server.wsi;
    if (!link_->server.pings_due.empty() || link_->decoder.has_handshake()) return false;
    // A socket that is full is found out by the writing, which keeps what did not fit.
    if (lws_partial_buffered(wsi)) return false;
    const std::string bytes = next_message(*link_);
    if (bytes.empty()) return false;
    if (!put(*link_, bytes)) {
        lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
        return false;
    }
    if (lws_partial_buffered(wsi)) return false;
    const std::lock_guard lock(mutex_);
    if (!outbox_.empty()) return false;
    writing_ = false;
    drained_.notify_all();
    return true;
}

std::string Pump::next_message(Link& link) {
    if (link.decoder.has_handshake()) return link.decoder.take_handshake(send_bytes);
    if (!link.live()) return {};
    const std::lock_guard lock(mutex_);
    if (!(writing_ = !outbox_.empty())) drained_.notify_all();
    return outbox_.take(send_bytes);
}

int Pump::write(Link& link) {
    if (!link.server.pings_due.empty()) return write_ping(link);
    const std::string bytes = next_message(link);
    if (bytes.empty()) return 0;
    if (!put(link, bytes)) return -1;
    link.server.want_to_write();  // until there is nothing more
    return 0;
}

// False: the server is gone.
bool Pump::put(const Link& link, std::string_view bytes) {
    std::copy(bytes.begin(), bytes.end(), send_buffer_.begin() + LWS_PRE);
    auto* begin = reinterpret_cast<unsigned char*>(send_buffer_.data()) + LWS_PRE;
    const auto kind = link.destination.websocket ? LWS_WRITE_BINARY : LWS_WRITE_RAW;
    return lws_write(link.server.wsi, begin, bytes.size(), kind) >= 0;
}

}  // namespace ecsview::link
