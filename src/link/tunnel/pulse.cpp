// SPDX-License-Identifier: GPL-2.0-or-later
// The part of Pump that keeps a link alive and sees when it is dead, and asks for pictures.
#include <algorithm>

#include "base/earliest.h"
#include "link/tunnel/pump.h"

namespace ecsview::link {
namespace {

// A question that no server can leave without an answer, and the smallest.
constexpr screen::DesktopRect one_pixel{0, 0, 1, 1};

using Clock = Liveness::Clock;

}  // namespace

void Pump::look_at(Link& link, Liveness::TimePoint when) {
    using Microseconds = std::chrono::microseconds;
    const auto left = std::chrono::ceil<Microseconds>(when - Clock::now());
    lws_sul_schedule(context_, 0, &link.look_timer.entry, time_to_look,
                     std::max<lws_usec_t>(left.count(), 1));
}

void Pump::time_to_look(lws_sorted_usec_list_t* timer) noexcept {
    Link& link = Timer::owner(timer);
    if (!link.has_server()) return;
    static_cast<Pump*>(lws_context_user(lws_get_context(link.server.wsi)))->look(link);
}

// Looks, asks, keeps alive, and plans the next look: the only timer of a link.
void Pump::look(Link& link) {
    const auto now = Clock::now();
    const auto answer_by = link.opened_at + limits_.foreword_limit;
    if (link.hears_foreword() && now >= answer_by) return give_up(link, "greeting_changed");
    const auto verdict = link.liveness.look(link.view(), now);
    if (verdict.death) return give_up(link, *verdict.death);
    if (verdict.ask) ask(link);
    Earliest next;
    next.add(verdict.next);
    next.add(keep_alive(link, now));
    if (link.hears_foreword()) next.add(answer_by);
    look_at(link, *next.at());
}

void Pump::ask(Link& link) {
    if (link.destination.websocket) link.server.pings_due.push_back(PingFrom::liveness);
    if (link.live()) {
        link.pacing.pixel_asked();
        const std::lock_guard lock(mutex_);
        outbox_.push(rfb::framebuffer_update_request(false, one_pixel));
    }
    link.server.want_to_write();
}

// When it wants to be asked again.
std::optional<Liveness::TimePoint> Pump::keep_alive(Link& link, Liveness::TimePoint now) {
    if (!link.live()) return std::nullopt;
    const std::lock_guard lock(mutex_);
    if (auto message = keepalive_.due(now)) {
        outbox_.push(std::move(*message));
        link.server.want_to_write();
    }
    return keepalive_.next();
}

void Pump::give_up(Link& link, Cause death) {
    lws* const server = link.server.wsi;
    server_closed(link, ending(death, {.where = link.destination.display()}));
    if (server) lws_set_timeout(server, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_ASYNC);
}

// --- pacing --------------------------------------------------------------------------------------

void Pump::time_to_pace(lws_sorted_usec_list_t* timer) noexcept {
    Link& link = Timer::owner(timer);
    if (!link.has_server()) return;
    static_cast<Pump*>(lws_context_user(lws_get_context(link.server.wsi)))->pace(link);
}

// Sends what the pacing wants sent, and plans the next turn: the other timer of a link, and none
// while the screen rests.
void Pump::pace(Link& link) {
    if (!link.has_server()) return;
    const auto now = Clock::now();
    const auto view = link.view();
    const bool waits =
        view.held || view.unread || screen::activity_of(view.activity) == screen::Activity::waiting;
    auto turn = link.pacing.due(now, waits);
    const Window& window = link.pacing.window();
    fastest_ = window.base().value_or(Window::Duration{}).count();
    round_trip_ = window.base() ? window.round_trip().count() : 0;
    if (turn.ping) link.server.pings_due.push_back(PingFrom::pacing);
    if (!turn.messages.empty()) {
        const std::lock_guard lock(mutex_);
        for (auto& message : turn.messages) outbox_.push(std::move(message));
    }
    if (turn.ping || !turn.messages.empty()) link.server.want_to_write();
    input_is_paced_ = link.pacing.minds_input();
    const auto next = link.pacing.next(now);
    if (!next) return lws_sul_cancel(&link.pace_timer.entry);
    using Microseconds = std::chrono::microseconds;
    const auto left = std::chrono::ceil<Microseconds>(*next - now);
    lws_sul_schedule(context_, 0, &link.pace_timer.entry, time_to_pace,
                     std::max<lws_usec_t>(left.count(), 1));
}

// Pongs come in the order of the pings; a server may leave some out, and send some by itself.
void Pump::ponged(Link& link) {
    const auto now = Clock::now();
    link.liveness.answered(now);
    if (link.server.pings_out.empty()) return;
    const PingFrom from = link.server.pings_out.front();
    link.server.pings_out.pop_front();
    if (from != PingFrom::pacing) return;
    link.pacing.ponged(now);
    pace(link);
}

int Pump::write_ping(Link& link) {
    link.server.pings_out.push_back(link.server.pings_due.front());
    link.server.pings_due.pop_front();
    auto* begin = reinterpret_cast<unsigned char*>(send_buffer_.data()) + LWS_PRE;
    if (lws_write(link.server.wsi, begin, 0, LWS_WRITE_PING) < 0) return -1;
    link.server.want_to_write();
    return 0;
}

// The decoder has written more than a handshake, or another one than was said for it. Nothing of it
// reaches the server any more.
void Pump::misused(Link& link, Cause cause) {
    link.decoder.forget_handshake();
    server_closed(link, ending(cause, {.where = link.destination.display()}));
}

}  // namespace ecsview::link
