// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/pump.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/log.h"
#include "link/tunnel/goodbye.h"

namespace ecsview::link {
namespace {

using Clock = Liveness::Clock;

// All that a handshake of ours has is 150 bytes; a decoder that writes more than this in all, sent
// on or not, is not ours any more.
constexpr std::size_t max_handshake_bytes = 1024;
// What it writes later is read and dropped, so much of it in one turn: the loop has others to
// serve.
constexpr std::size_t drop_bytes = 65536;

// A reset leaves the socket closed by both sides at once.
Cause how_closed(lws* server) {
    tcp_info about{};
    socklen_t size = sizeof about;
    const int fd = server ? lws_get_socket_fd(server) : -1;
    const bool known = fd >= 0 && getsockopt(fd, IPPROTO_TCP, TCP_INFO, &about, &size) == 0;
    return known && about.tcpi_state == TCP_CLOSE ? Cause("reset") : Cause("closed");
}

}  // namespace

// --- from other threads --------------------------------------------------------------------------

void Pump::command(Command order) {
    if (broken_) return publish_broken();
    {
        const std::lock_guard lock(mutex_);
        commands_.push_back(std::move(order));
    }
    wake();
}

void Pump::send(rfb::ClientMessage message) {
    {
        const std::lock_guard lock(mutex_);
        if (!accepts_input_) return;
        keepalive_.sent(message, Clock::now());
        input_ = true;
        outbox_.push(std::move(message));
    }
    wake();
}

TunnelStatus Pump::status() {
    eventfd_t count;
    eventfd_read(event_.get(), &count);
    const std::lock_guard lock(mutex_);
    return status_;
}

// Of the link that there is; its end is told by no later one's number.
void Pump::publish(TunnelPhase phase, std::optional<Ending> why) {
    {
        const std::lock_guard lock(mutex_);
        status_ = {link_ ? link_->number : 0, phase, std::move(why)};
    }
    eventfd_write(event_.get(), 1);
}

// --- the loop's callbacks ------------------------------------------------------------------------

int Pump::trampoline(lws* wsi, lws_callback_reasons reason, void*, void* in,
                     std::size_t size) noexcept {
    auto* pump = static_cast<Pump*>(lws_context_user(lws_get_context(wsi)));
    try {
        return pump->on_event(wsi, reason, static_cast<const char*>(in), size);
    } catch (const std::exception& error) {
        pump->break_down(error.what());
    }
    return -1;
}

int Pump::on_event(lws* wsi, lws_callback_reasons reason, const char* in, std::size_t size) {
    if (reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED) return run_commands(), 0;
    if (reason == LWS_CALLBACK_WSI_DESTROY) return forget(wsi), 0;
    auto* link = static_cast<Link*>(lws_get_opaque_user_data(wsi));
    switch (reason) {
        case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER:
        case LWS_CALLBACK_CLIENT_ESTABLISHED:
        case LWS_CALLBACK_CLIENT_RECEIVE:
        case LWS_CALLBACK_CLIENT_RECEIVE_PONG:
        case LWS_CALLBACK_CLIENT_WRITEABLE:
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
        case LWS_CALLBACK_CLIENT_CLOSED:
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE:
        case LWS_CALLBACK_RAW_CONNECTED:
        case LWS_CALLBACK_RAW_RX:
        case LWS_CALLBACK_RAW_WRITEABLE:
        case LWS_CALLBACK_RAW_CLOSE:
            // TLS may fail before libwebsockets has told us what it is called.
            if (link && !link->server) link->server = wsi;
            return link ? on_server(*link, reason, in, size) : -1;
        case LWS_CALLBACK_RAW_RX_FILE:
        case LWS_CALLBACK_RAW_WRITEABLE_FILE:
        case LWS_CALLBACK_RAW_CLOSE_FILE:
            if (link && wsi == link->dialing) return dial_on(*link), 0;
            return link ? on_stream(*link, reason) : -1;
        default: return 0;
    }
}

int Pump::on_server(Link& link, lws_callback_reasons reason, const char* in, std::size_t size) {
    switch (reason) {
        case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER: link.beyond_tls = true; return 0;
        case LWS_CALLBACK_CLIENT_ESTABLISHED:
        case LWS_CALLBACK_RAW_CONNECTED:
            if (link.server_gone) return -1;  // the decoder's fault, before anybody answered
            opened(link);
            return 0;
        case LWS_CALLBACK_CLIENT_RECEIVE:
            if (!lws_frame_is_binary(link.server)) {
                server_closed(link, ending("text", {.where = link.destination.display()}));
                return -1;
            }
            return received(link, in, size);
        case LWS_CALLBACK_CLIENT_RECEIVE_PONG: ponged(link); return 0;
        case LWS_CALLBACK_RAW_RX: return received(link, in, size);
        case LWS_CALLBACK_CLIENT_WRITEABLE:
        case LWS_CALLBACK_RAW_WRITEABLE: return write(link);
        case LWS_CALLBACK_CLIENT_CONNECTION_ERROR: failed(link, in ? in : ""); return 0;
        case LWS_CALLBACK_WS_PEER_INITIATED_CLOSE: said_goodbye(link, {in, size}); return 0;
        case LWS_CALLBACK_CLIENT_CLOSED:
        case LWS_CALLBACK_RAW_CLOSE:
            server_closed(link,
                          ending(how_closed(link.server), {.where = link.destination.display()}));
            return 0;
        default: return 0;
    }
}

int Pump::on_stream(Link& link, lws_callback_reasons reason) {
    switch (reason) {
        case LWS_CALLBACK_RAW_RX_FILE: return read_handshake(link) ? 0 : -1;
        case LWS_CALLBACK_RAW_WRITEABLE_FILE: return flush(link) ? 0 : -1;
        case LWS_CALLBACK_RAW_CLOSE_FILE: forget(link.stream); return 0;
        default: return 0;
    }
}

// --- commands, on the pump thread ----------------------------------------------------------------

void Pump::run_commands() {
    if (!context_) return;  // its first turn, before serve() has it
    std::vector<Command> commands;
    bool waiting = false, input = false;
    {
        const std::lock_guard lock(mutex_);
        commands.swap(commands_);
        waiting = !outbox_.empty();
        input = std::exchange(input_, false);
    }
    for (auto& command : commands)
        std::visit([this](auto& order) { execute(std::move(order)); }, command);
    if (!link_ || !link_->server) return;
    if (input) link_->pacing.input();
    if (link_->live && (input || !commands.empty())) pace(*link_);
    if (waiting) lws_callback_on_writable(link_->server);
}

void Pump::execute(Open order) {
    drop();
    link_ = std::make_unique<Link>(order.number, std::move(order.destination),
                                   std::move(order.picture), order.offer, limits_, Clock::now());
    publish(TunnelPhase::connecting);
    link_->stream_fd = order.stream.get();
    link_->stream = adopt(std::move(order.stream));
    find_way(std::move(order.addresses));
}

void Pump::execute(GoLive order) {
    if (!link_ || !link_->stream || link_->server_gone) return;
    // The decoder wrote its last byte before it said that it is ready.
    if (!read_handshake(*link_)) return;
    link_->live = true;
    link_->pacing.live();
    const auto now = Clock::now();
    link_->liveness.live(now);
    {
        const std::lock_guard lock(mutex_);
        keepalive_.live(now, order.keep_awake, order.step);
    }
    look(*link_);
    if (link_ && link_->server) lws_callback_on_writable(link_->server);
}

void Pump::execute(Told told) {
    if (!link_ || link_->server_gone) return;
    Pacing& pacing = link_->pacing;
    const auto now = Clock::now();
    if (const auto* size = std::get_if<SizeTold>(&told)) pacing.resized(size->size);
    if (const auto* update = std::get_if<UpdateTold>(&told)) {
        if (update->answered) pacing.answered(now);
        if (update->pixels || update->other) pacing.updated(update->pixels, now);
    }
    if (const auto* fence = std::get_if<screen::Fenced>(&told))
        pacing.fenced(fence->flags, fence->data, now);
    if (std::holds_alternative<screen::ContinuousEnded>(told)) pacing.continuous_ended();
    if (std::holds_alternative<screen::CursorChanged>(told)) pacing.cursor_came();
}

void Pump::execute(Close) {
    drop();
    publish(TunnelPhase::idle);
}

void Pump::execute(Suspect) {
    if (!link_ || !link_->open || link_->server_gone) return;
    link_->liveness.suspect(Clock::now());
    look(*link_);
}

void Pump::execute(ProveAlive) {
    alive_();
}

// Cuts the link from us: its callbacks find no Link any more and close.
void Pump::drop() {
    if (!link_) return;
    {
        const std::lock_guard lock(mutex_);
        accepts_input_ = false;
        outbox_.clear();
    }
    hold(*link_, false);
    lws_sul_cancel(&link_->dial_timer);
    lws_sul_cancel(&link_->look_timer);
    lws_sul_cancel(&link_->pace_timer);
    for (lws* wsi : {link_->dialing, link_->server, link_->stream}) let_go(wsi);
    link_.reset();
}

void Pump::let_go(lws* wsi) {
    if (!wsi) return;
    lws_set_opaque_user_data(wsi, nullptr);
    lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}

void Pump::forget(lws* wsi) {
    if (!link_) return;
    if (link_->dialing == wsi) link_->dialing = nullptr;
    if (link_->server == wsi) link_->server = nullptr;
    if (link_->stream == wsi) {
        link_->stream = nullptr;
        link_->stream_fd = -1;
    }
}

// --- server to decoder ---------------------------------------------------------------------------

int Pump::received(Link& link, const char* bytes, std::size_t size) {
    if (!link.stream) return -1;
    const auto now = Clock::now();
    link.liveness.received(size, now);
    link.pacing.received(now);
    // Before the decoder has them: they are no backlog of its.
    if (link.liveness.worth_a_look(now)) look(link);
    if (link.server_gone) return -1;
    link.to_decoder.append(bytes, size);
    return flush(link) ? 0 : -1;
}

// Writes what the decoder's socket takes; the rest waits, and the server with it. False: the
// decoder is gone.
bool Pump::flush(Link& link) {
    std::string& waiting = link.to_decoder;
    std::size_t done = 0;
    while (done < waiting.size()) {
        const auto size = ::send(link.stream_fd, waiting.data() + done, waiting.size() - done,
                                 MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno != EAGAIN) return false;
        if (size < 0) break;
        done += static_cast<std::size_t>(size);
    }
    waiting.erase(0, done);
    if (!waiting.empty()) lws_callback_on_writable(link.stream);
    hold(link, !waiting.empty());
    if (waiting.empty() && link.server_gone) shutdown(link.stream_fd, SHUT_WR);
    return true;
}

void Pump::hold(Link& link, bool held) {
    if (link.held == held) return;
    // Its pongs wait in the kernel meanwhile, which is not its fault: up to now it was heard.
    link.liveness.look(link.view(), Clock::now());
    link.held = held;
    if (link.server && !link.server_gone) lws_rx_flow_control(link.server, held ? 0 : 1);
}

// --- decoder and window to server ----------------------------------------------------------------

// After the handshake the decoder has nothing to say; what it writes then is read and dropped, so
// that it can neither talk to the server nor block. False: it is gone.
bool Pump::read_handshake(Link& link) {
    std::array<char, 4096> buffer;
    for (std::size_t left = drop_bytes; left > 0;) {
        const auto size = recv(link.stream_fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) break;
        if (size == 0) return false;
        left -= std::min(left, static_cast<std::size_t>(size));
        if (link.live) continue;
        link.said += static_cast<std::size_t>(size);
        if (link.said > max_handshake_bytes) return misused(link), false;
        link.handshake.append(buffer.data(), static_cast<std::size_t>(size));
    }
    if (link.open && link.server && !link.handshake.empty()) lws_callback_on_writable(link.server);
    return true;
}

std::string Pump::next_message(Link& link) {
    if (!link.handshake.empty()) {
        std::string bytes = link.handshake.substr(0, send_bytes);
        link.handshake.erase(0, bytes.size());
        return bytes;
    }
    if (!link.live) return {};
    const std::lock_guard lock(mutex_);
    if (!(writing_ = !outbox_.empty())) drained_.notify_all();
    return outbox_.take(send_bytes);
}

int Pump::write(Link& link) {
    if (!link.pings_due.empty()) return write_ping(link);
    const std::string bytes = next_message(link);
    if (bytes.empty()) return 0;
    std::copy(bytes.begin(), bytes.end(), send_buffer_.begin() + LWS_PRE);
    auto* begin = reinterpret_cast<unsigned char*>(send_buffer_.data()) + LWS_PRE;
    const auto kind = link.destination.websocket ? LWS_WRITE_BINARY : LWS_WRITE_RAW;
    if (lws_write(link.server, begin, bytes.size(), kind) < 0) return -1;
    lws_callback_on_writable(link.server);  // until there is nothing more
    return 0;
}

// --- the link's fate -----------------------------------------------------------------------------

void Pump::opened(Link& link) {
    link.beyond_tls = true;
    link.open = true;
    {
        const std::lock_guard lock(mutex_);
        accepts_input_ = true;
    }
    publish(TunnelPhase::open);
    lws_callback_on_writable(link.server);
    look(link);
}

// It ends with this frame: what becomes of TCP behind it has no meaning any more.
void Pump::said_goodbye(Link& link, std::string_view payload) {
    const Goodbye goodbye = parse_goodbye(payload, link.destination);
    log::info("link", "the proxy closed the console",
              {{"code", std::to_string(goodbye.code)}, {"words", goodbye.words}});
    server_closed(link, goodbye_ending(link.destination, goodbye));
}

void Pump::server_closed(Link& link, Ending why) {
    if (std::exchange(link.server_gone, true)) return;
    lws_sul_cancel(&link.look_timer);
    lws_sul_cancel(&link.pace_timer);
    {
        const std::lock_guard lock(mutex_);
        accepts_input_ = false;
        outbox_.clear();
        if (link.live && why.cause.has(screen::causes::by_peer))
            why.idle_cut = keepalive_.failed(Clock::now());
    }
    // Said before the decoder sees the end, so that the cause is known when it reports that.
    publish(TunnelPhase::closed, std::move(why));
    if (link.stream) flush(link);
}

}  // namespace ecsview::link
