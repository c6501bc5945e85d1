// SPDX-License-Identifier: GPL-2.0-or-later
// The inside of the real Tunnel: the libwebsockets loop and the thread that runs it. Of the public
// functions command(), status() belong to the connection thread and send() to any; the rest is
// called by libwebsockets on the pump thread. One mutex guards what both sides touch; another is
// held by that thread but for its waits, so that a key can be written on the thread that has read
// it, and none has to be woken first.
#pragma once

#include <libwebsockets.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "base/certificates.h"
#include "base/tls_sessions.h"
#include "base/unique_fd.h"
#include "link/tunnel/destination.h"
#include "link/tunnel/keepalive.h"
#include "link/tunnel/link.h"
#include "link/tunnel/outbox.h"
#include "link/tunnel/tunnel.h"

namespace ecsview::link {

struct Prepare {
    Destination destination;
    Addresses addresses;
};
struct Open {
    std::uint64_t number;
    Destination destination;
    Addresses addresses;
    UniqueFd stream;
    std::shared_ptr<const screen::DecoderLine> decoder;
    rfb::Offer offer;
    Foreword foreword;
};
struct GoLive {
    bool keep_awake;
    IdleStep step;
};
struct Close {};
struct Suspect {};
struct ProveAlive {};
using Command = std::variant<Prepare, Open, GoLive, Told, Close, Suspect, ProveAlive>;

// The one websocket subprotocol that is offered: RFB is binary.
constexpr const char* subprotocol = "binary";

// One write to the server; larger ones only delay what comes behind them.
constexpr std::size_t send_bytes = std::size_t{16} * 1024;

class Pump {
public:
    Pump(const Trust& trust, const Limits& limits, std::function<void()> alive);
    ~Pump();

    void command(Command order);
    void send(rfb::ClientMessage message);
    bool drain(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        return drained_.wait_for(lock, patience, [this] { return !accepts_input_ || drained(); });
    }
    screen::Meters meters() const {
        return {counted_link_.load(),
                bytes_.load(),
                screen::Meters::Duration(round_trip_.load()),
                screen::Meters::Duration(fastest_.load()),
                {}};
    }
    int event_fd() const noexcept { return event_.get(); }
    TunnelStatus status();

private:
    lws_context* make_context(const TrustedRoots& trusted_roots);
    void serve(const TrustedRoots& trusted_roots) noexcept;
    void turn(const TrustedRoots& trusted_roots);
    void break_down(const char* because);
    void wake();
    static int trampoline(lws* wsi, lws_callback_reasons reason, void*, void* in,
                          std::size_t size) noexcept;
    int on_event(lws* wsi, lws_callback_reasons reason, const char* in, std::size_t size);
    int on_server(Link& link, lws_callback_reasons reason, const char* in, std::size_t size);
    int on_stream(Link& link, lws_callback_reasons reason);

    void run_commands();
    void execute(Prepare order);
    void execute(Open open);
    void execute(GoLive order);
    void execute(Told told);
    void execute(Close);
    void execute(Suspect);
    void execute(ProveAlive);

    void find_way(Link& link, const Addresses& addresses);
    bool go_on_ahead(Link& link);
    static int wants_path(const Link& link, const char** path);
    bool begin_anew(Link& link);
    static void time_to_dial(lws_sorted_usec_list_t* timer) noexcept;
    void dial_on(Link& link) noexcept;
    void dialed(Link& link, Result<Way, Ending> way);
    void upgrade(Link& link, Way way);
    lws* adopt(Link& link, UniqueFd fd);
    void drop();
    int received(Link& link, const char* bytes, std::size_t size);
    bool flush(Link& link);
    static void time_to_look(lws_sorted_usec_list_t* timer) noexcept;
    void look(Link& link);
    void ask(Link& link);
    static void time_to_pace(lws_sorted_usec_list_t* timer) noexcept;
    void pace(Link& link);
    void ponged(Link& link);
    std::optional<Liveness::TimePoint> keep_alive(Link& link, Liveness::TimePoint now);
    void give_up(Link& link, Cause death);
    void look_at(Link& link, Liveness::TimePoint when);
    bool read_handshake(Link& link);
    void misused(Link& link, Cause cause);
    bool write_at_once();
    int write(Link& link);
    bool put(const Link& link, std::string_view bytes);
    int write_ping(Link& link);
    std::string next_message(Link& link);
    void opened(Link& link);
    void failed(Link& link, std::string_view words);
    void said_goodbye(Link& link, std::string_view payload);
    void server_closed(Link& link, Ending why);
    void publish(TunnelPhase phase, std::optional<Ending> why = std::nullopt);
    void publish_broken();
    bool drained() const { return outbox_.empty() && !writing_; }  // with mutex_

    UniqueFd event_;
    const TrustedRoots trusted_roots_;
    const Limits limits_;
    const std::function<void()> alive_;
    std::array<lws_protocols, 2> protocols_;
    // Says nothing: its lines may hold the ticket of a URL. The one that libwebsockets has for all
    // contexts counts who uses it, and two pumps would count at once.
    lws_log_cx_t silence_{};
    std::atomic<lws_context*> context_{nullptr};  // set by the thread when it is there
    std::atomic<bool> broken_{false};             // its thread has ended, or never could begin
    // Written by the pump thread: Meters.
    std::atomic<std::uint64_t> counted_link_{0}, bytes_{0};
    std::atomic<screen::Meters::Duration::rep> round_trip_{0}, fastest_{0};
    std::atomic<bool> input_is_paced_{true};  // by the pump thread: the pacing minds it

    CertificateRules rules_;  // pump thread only, and the next
    TlsSessions sessions_;

    std::mutex working_;  // is locked before the other one; guards what follows
    std::unique_ptr<Link> link_, ahead_;
    std::array<char, LWS_PRE + send_bytes> send_buffer_{};

    std::mutex mutex_;  // guards what follows
    std::vector<Command> commands_;
    Outbox outbox_;
    Keepalive keepalive_;
    bool accepts_input_ = false;
    bool input_ = false;    // a person's, since the pacing was told
    bool writing_ = false;  // until the link is writeable again and nothing is left to write
    std::condition_variable drained_;
    TunnelStatus status_;

    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace ecsview::link
