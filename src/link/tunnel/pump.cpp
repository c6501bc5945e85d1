// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/pump.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

#include "base/log.h"
#include "link/tunnel/goodbye.h"

namespace ecsview::link {
namespace {

using Clock = Liveness::Clock;

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
        const bool plain = link_ && link_->live() && link_->decoder.foreword().borne_out();
        status_ = {link_ ? link_->number : 0, phase, std::move(why), plain};
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
    // What wakes the loop is not closed: other threads may be about to use it.
    return reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED ? 0 : -1;
}

int Pump::on_event(lws* wsi, lws_callback_reasons reason, const char* in, std::size_t size) {
    if (reason == LWS_CALLBACK_EVENT_WAIT_CANCELLED) return run_commands(), 0;
    if (reason == LWS_CALLBACK_WSI_DESTROY) {
        for (auto* link : {link_.get(), ahead_.get()})
            if (link) link->forget(wsi);
        return 0;
    }
    auto* link = static_cast<Link*>(lws_get_opaque_user_data(wsi));
    switch (reason) {
        case LWS_CALLBACK_USER:
            return link ? wants_path(*link, reinterpret_cast<const char**>(const_cast<char*>(in)))
                        : -1;
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
            if (link && !link->server.wsi) link->server.wsi = wsi;
            return link ? on_server(*link, reason, in, size) : -1;
        case LWS_CALLBACK_RAW_RX_FILE:
        case LWS_CALLBACK_RAW_WRITEABLE_FILE:
        case LWS_CALLBACK_RAW_CLOSE_FILE:
            if (link && wsi == link->server.dialing) return dial_on(*link), 0;
            return link ? on_stream(*link, reason) : -1;
        default: return 0;
    }
}

int Pump::on_server(Link& link, lws_callback_reasons reason, const char* in, std::size_t size) {
    switch (reason) {
        case LWS_CALLBACK_CLIENT_APPEND_HANDSHAKE_HEADER: link.server.asked = true; return 0;
        case LWS_CALLBACK_CLIENT_ESTABLISHED:
        case LWS_CALLBACK_RAW_CONNECTED:
            if (link.ended()) return -1;  // the decoder's fault, before anybody answered
            opened(link);
            return 0;
        case LWS_CALLBACK_CLIENT_RECEIVE:
            if (!lws_frame_is_binary(link.server.wsi)) {
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
            server_closed(
                link, ending(how_closed(link.server.wsi), {.where = link.destination.display()}));
            return 0;
        default: return 0;
    }
}

int Pump::on_stream(Link& link, lws_callback_reasons reason) {
    switch (reason) {
        case LWS_CALLBACK_RAW_RX_FILE: return read_handshake(link) ? 0 : -1;
        case LWS_CALLBACK_RAW_WRITEABLE_FILE: return flush(link) ? 0 : -1;
        case LWS_CALLBACK_RAW_CLOSE_FILE: link.decoder.forget(); return 0;
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
        waiting = !drained();
        input = std::exchange(input_, false);
    }
    for (auto& command : commands)
        std::visit([this](auto& order) { execute(std::move(order)); }, command);
    if (!link_ || !link_->server.wsi) return;
    if (input) link_->pacing.input(Clock::now());
    if (link_->live() && (input || !commands.empty())) pace(*link_);
    if (waiting) link_->server.want_to_write();
}

void Pump::execute(Open order) {
    drop();
    link_ =
        std::make_unique<Link>(order.number, std::move(order.destination), std::move(order.decoder),
                               order.offer, std::move(order.foreword), limits_, Clock::now());
    counted_link_ = order.number;
    input_is_paced_ = true;
    publish(TunnelPhase::connecting);
    const int fd = order.stream.get();
    link_->decoder.adopt(adopt(*link_, std::move(order.stream)), fd);
    // It may fail while it goes on.
    link_->begun_ahead = order.addresses;
    link_->stale_by = Clock::now() + limits_.stale_limit;
    if (go_on_ahead(*link_)) return;
    link_->begun_ahead.reset();
    find_way(*link_, order.addresses);
}

void Pump::execute(GoLive order) {
    if (!link_ || !link_->decoder.there() || link_->phase() != Link::Phase::open) return;
    // The decoder wrote its last byte before it said that it is ready.
    if (!read_handshake(*link_)) return;
    const Foreword& foreword = link_->decoder.foreword();
    if (foreword.spoken() && !foreword.borne_out())
        return misused(*link_, Cause("greeting_changed"));
    link_->advance(Link::Phase::live);
    link_->pacing.live(foreword.spoken());
    const auto now = Clock::now();
    link_->liveness.live(now);
    {
        const std::lock_guard lock(mutex_);
        keepalive_.live(now, order.keep_awake, order.step);
    }
    publish(TunnelPhase::live);
    look(*link_);
    if (link_->has_server()) link_->server.want_to_write();
}

void Pump::execute(Told told) {
    if (!link_ || link_->ended()) return;
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
    if (const auto* lossy = std::get_if<screen::Lossy>(&told)) pacing.lossy(*lossy, now);
    if (std::holds_alternative<screen::CursorChanged>(told)) pacing.cursor_came();
    if (const auto* pointer = std::get_if<screen::PointerType>(&told)) {
        const std::lock_guard lock(mutex_);
        keepalive_.pointer_takes(!pointer->absolute);
    }
}

void Pump::execute(Close) {
    ahead_.reset();
    drop();
    publish(TunnelPhase::idle);
}

void Pump::execute(Suspect) {
    if (!link_ || link_->ended() || link_->phase() == Link::Phase::connecting) return;
    link_->liveness.suspect(Clock::now());
    look(*link_);
}

void Pump::execute(ProveAlive) {
    alive_();
}

void Pump::drop() {
    if (!link_) return;
    {
        const std::lock_guard lock(mutex_);
        accepts_input_ = false;
        outbox_.clear();
    }
    link_.reset();
}

// --- server to decoder ---------------------------------------------------------------------------

int Pump::received(Link& link, const char* bytes, std::size_t size) {
    if (!link.decoder.there()) return -1;
    const auto now = Clock::now();
    bytes_.fetch_add(size, std::memory_order_relaxed);
    link.liveness.received(size, now);
    link.pacing.received(size, now);
    // Before the decoder has them: they are no backlog of its.
    if (link.liveness.worth_a_look(now)) look(link);
    if (link.ended()) return -1;
    link.decoder.add(bytes, size);
    return flush(link) ? 0 : -1;
}

// What the decoder does not take waits, and the server with it. False: the decoder is gone.
bool Pump::flush(Link& link) {
    if (!link.decoder.flush()) return false;
    const bool waits = link.decoder.waits();
    // The server's pongs wait in the kernel meanwhile, which is not its fault: up to now it was
    // heard.
    if (link.held() != waits) link.liveness.look(link.view(), Clock::now());
    link.hold(waits);
    if (waits) link.pacing.held();
    if (!waits && link.ended()) link.decoder.finish();
    return true;
}

// --- decoder and window to server ----------------------------------------------------------------

// False: the decoder is gone, or not to be listened to any more.
bool Pump::read_handshake(Link& link) {
    switch (link.decoder.listen(link.handshakes())) {
        case DecoderEnd::Heard::gone: return false;
        case DecoderEnd::Heard::too_much: return misused(link, "decoder_lied"), false;
        case DecoderEnd::Heard::other_words: return misused(link, "greeting_changed"), false;
        case DecoderEnd::Heard::nothing_wrong: break;
    }
    const bool open = link.phase() == Link::Phase::open || link.live();
    if (open && link.server.wsi && link.decoder.has_handshake()) link.server.want_to_write();
    return true;
}

// --- the link's fate -----------------------------------------------------------------------------

void Pump::opened(Link& link) {
    link.server.asked = true;
    link.opened_at = Clock::now();
    link.advance(Link::Phase::open);
    link.decoder.open();
    if (link.decoder.foreword().spoken()) log::debug("link", "the whole handshake is said at once");
    {
        const std::lock_guard lock(mutex_);
        accepts_input_ = true;
    }
    publish(TunnelPhase::open);
    link.server.want_to_write();
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
    if (link.ended()) return;
    if (link.is_ahead()) return link.advance(Link::Phase::ended);
    const bool was_live = link.live();
    // Who knows what became of it without what was said too early: it is tried anew.
    if (why.cause.has(screen::causes::by_peer) && link.hears_foreword())
        why = ending("greeting_changed", {.where = link.destination.display()});
    link.advance(Link::Phase::ended);
    lws_sul_cancel(&link.look_timer.entry);
    lws_sul_cancel(&link.pace_timer.entry);
    {
        const std::lock_guard lock(mutex_);
        accepts_input_ = false;
        outbox_.clear();
        if (was_live && why.cause.has(screen::causes::by_peer))
            why.idle_cut = keepalive_.failed(Clock::now());
    }
    // Said before the decoder sees the end, so that the cause is known when it reports that.
    publish(TunnelPhase::closed, std::move(why));
    if (link.decoder.there()) flush(link);
}

}  // namespace ecsview::link
