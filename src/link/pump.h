// SPDX-License-Identifier: GPL-2.0-or-later
// The inside of Tunnel: the libwebsockets loop and the thread that runs it. Of the public functions
// command(), status() belong to the connection thread and send() to any; the rest is called by
// libwebsockets on the pump thread. The mutex guards what both sides touch.
#pragma once

#include <libwebsockets.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include "base/unique_fd.h"
#include "link/destination.h"
#include "link/outbox.h"
#include "link/tunnel.h"

namespace ecsview::link {

struct Open {
    Destination destination;
    std::string address;
    UniqueFd stream;
};
struct GoLive {};
struct Close {};
using Command = std::variant<Open, GoLive, Close>;

// One write to the server; larger ones only delay what comes behind them.
constexpr std::size_t send_bytes = 16 * 1024;

// One link: the connection to the server and the decoder's stream socket. It lives until both are
// gone, and hears nothing more of the world once it was dropped.
struct Link {
    explicit Link(Destination d) : destination(std::move(d)) {}

    const Destination destination;
    lws* server = nullptr;
    lws* stream = nullptr;
    int stream_fd = -1;       // owned by `stream`
    bool beyond_tls = false;  // the HTTP request was written, or TCP connected where there is none
    bool open = false;
    bool live = false;
    bool server_gone = false;
    bool held = false;       // flow control: the decoder does not read
    std::string to_decoder;  // what its socket did not take yet
    std::string handshake;   // from the decoder, for the server
    lws_sorted_usec_list_t held_timer{};
};

class Pump {
public:
    explicit Pump(std::string trusted_roots);
    ~Pump();

    void command(Command order);
    void send(rfb::ClientMessage message);
    int event_fd() const noexcept { return event_.get(); }
    TunnelStatus status();

private:
    static int trampoline(lws* wsi, lws_callback_reasons reason, void*, void* in,
                          std::size_t size) noexcept;
    int on_event(lws* wsi, lws_callback_reasons reason, const char* in, std::size_t size);
    int on_server(Link& link, lws_callback_reasons reason, const char* in, std::size_t size);
    int on_stream(Link& link, lws_callback_reasons reason);

    void run_commands();
    void execute(Open open);
    void execute(GoLive);
    void execute(Close);

    void connect(const Open& order);
    void adopt(UniqueFd stream);
    void drop();
    void forget(lws* wsi);
    int received(Link& link, const char* bytes, std::size_t size);
    bool flush(Link& link);
    void hold(Link& link, bool held);
    static void still_held(lws_sorted_usec_list_t* timer);
    bool read_handshake(Link& link);
    int write(Link& link);
    std::string next_message(Link& link);
    void opened(Link& link);
    void failed(Link& link, std::string_view words);
    void server_closed(Link& link, std::optional<Failure> failure);
    void publish(TunnelStatus status);

    UniqueFd event_;
    std::string trusted_roots_;
    std::array<lws_protocols, 2> protocols_;
    lws_context* context_ = nullptr;  // set before the thread starts

    // Pump thread only.
    std::unique_ptr<Link> link_;
    std::array<char, LWS_PRE + send_bytes> send_buffer_{};

    std::mutex mutex_;  // guards what follows
    std::vector<Command> commands_;
    Outbox outbox_;
    bool accepts_input_ = false;
    TunnelStatus status_;

    std::atomic<bool> stop_{false};
    std::thread thread_;
};

}  // namespace ecsview::link
