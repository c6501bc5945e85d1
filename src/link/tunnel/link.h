// SPDX-License-Identifier: GPL-2.0-or-later
// The pump's one link: its two ends, the server's and the decoder's, and how far it has come. Pump
// thread only. libwebsockets closes what it was given in its own time: an end that was let go hears
// nothing more of us, and we nothing of it.
#pragma once

#include <libwebsockets.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "base/unique_fd.h"
#include "link/pacing/pacing.h"
#include "link/tunnel/destination.h"
#include "link/tunnel/dial.h"
#include "link/tunnel/foreword.h"
#include "link/tunnel/liveness.h"
#include "screen/decoder_line.h"

namespace ecsview::link {

// Whose question a websocket ping is: a pong does not tell.
enum class PingFrom { liveness, pacing };

// The server's end: the way there is found, then it is spoken to.
struct ServerEnd {
    std::unique_ptr<Dial> dial;       // until the way is found
    std::unique_ptr<TlsRelay> relay;  // behind `wsi`, on the way to an https:// proxy
    lws* dialing = nullptr;           // has the loop look after `dial`
    lws* wsi = nullptr;
    bool asked = false;  // the HTTP request was written, or TCP connected where there is none
    std::deque<PingFrom> pings_due;  // to be written
    std::deque<PingFrom> pings_out;  // not answered yet, in order

    // Has the loop call us when it takes more.
    void want_to_write() const { lws_callback_on_writable(wsi); }
};

// The decoder's end: its stream socket.
class DecoderEnd {
public:
    // What came of listening to it.
    enum class Heard { nothing_wrong, gone, too_much, other_words };

    explicit DecoderEnd(Foreword foreword) : foreword_(std::move(foreword)) {}

    // `wsi` owns `fd`; null: there was no descriptor for it.
    void adopt(lws* wsi, int fd);
    void forget();
    bool there() const { return wsi_ != nullptr; }
    lws* wsi() const { return wsi_; }

    // Bytes for it: as many as its socket takes, the rest waits in here. False: it is gone.
    void add(const char* bytes, std::size_t size) { waiting_.append(bytes, size); }
    bool flush();
    bool waits() const { return !waiting_.empty(); }
    // Bytes are there that it did not take yet.
    bool unread() const;
    // It sees the end, once it has read what came before.
    void finish() const;

    // Reads what it says: of the handshake, which is kept for the server, or dropped.
    Heard listen(bool handshake);
    // The link has opened: what is foreseen may be said.
    void open() { handshake_ += foreword_.opening(); }
    const Foreword& foreword() const { return foreword_; }
    bool has_handshake() const { return !handshake_.empty(); }
    std::string take_handshake(std::size_t limit);
    void forget_handshake() { handshake_.clear(); }

private:
    lws* wsi_ = nullptr;
    int fd_ = -1;
    std::string waiting_;
    Foreword foreword_;
    std::string handshake_;  // for the server
    std::size_t said_ = 0;   // in all
};

class Link;

// One of the loop's, and whose it is.
struct Timer {
    lws_sorted_usec_list_t entry{};
    Link* link = nullptr;

    static Link& owner(lws_sorted_usec_list_t* entry) {
        return *lws_container_of(entry, Timer, entry)->link;
    }
};

class Link {
public:
    // How far it has come: on the way; the decoder shakes hands; we speak; over, though what came
    // before may still wait for the decoder.
    enum class Phase { connecting, open, live, ended };

    Link(std::uint64_t which, Destination to, std::shared_ptr<const screen::DecoderLine> line,
         const rfb::Offer& offer, Foreword foreword, const Limits& limits, Liveness::TimePoint now)
        : number(which),
          destination(std::move(to)),
          liveness(limits, now),
          pacing(offer, destination.websocket),
          decoder(std::move(foreword)),
          line_(std::move(line)) {}
    ~Link();
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    Phase phase() const { return phase_; }
    bool ended() const { return phase_ == Phase::ended; }
    bool live() const { return phase_ == Phase::live; }
    bool handshakes() const { return phase_ == Phase::connecting || phase_ == Phase::open; }
    // More was said than the decoder has, and the server has not taken all of it yet.
    bool hears_foreword() const { return phase_ == Phase::open && decoder.foreword().spoken(); }
    bool is_ahead() const { return number == 0; }
    // A server that may be spoken to.
    bool has_server() const { return server.wsi && !ended(); }
    void advance(Phase phase) { phase_ = phase; }

    Liveness::View view() const;
    // Flow control: the decoder does not read, so the server may not write.
    bool held() const { return held_; }
    void hold(bool held);
    // An end that libwebsockets has closed.
    void forget(lws* wsi);

    const std::uint64_t number;  // Tunnel::open gave it; 0: it is made ahead, and nobody has it yet
    const Destination destination;
    Liveness liveness;
    Pacing pacing;
    ServerEnd server;
    // What was begun ahead may have ended unseen: then it is begun anew, with these.
    std::optional<Addresses> begun_ahead;
    Liveness::TimePoint stale_by{};  // only until then
    DecoderEnd decoder;
    Liveness::TimePoint opened_at{};
    Timer dial_timer{{}, this}, look_timer{{}, this}, pace_timer{{}, this};

private:
    const std::shared_ptr<const screen::DecoderLine> line_;  // what the decoder says that it does
    Phase phase_ = Phase::connecting;
    bool held_ = false;
};

// Closes it, soon, and without another word to us. Null is none.
void let_go(lws* wsi);

}  // namespace ecsview::link
