// SPDX-License-Identifier: GPL-2.0-or-later
// A console far away, in simulated time: a guest that changes all the time, a server, a line, our
// decoder, and the real Pacing between them. What it shows has no noise, so tests can hold it to
// numbers. It says nothing of the program's own speed: tests/bench/far does.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <random>
#include <vector>

#include "link/pacing/pacing.h"

namespace ecsview::link {

struct FarLine {
    double round_trip_ms = 0;
    double mbit = 100;
    double buffer_kb = 128;  // where it is thinnest, for a download that competes
    double jitter_ms = 0;    // each piece takes up to so much longer, each way; the order stays
    double late = 0;         // the share of segments that come a round trip later
    bool download = false;   // somebody's TCP download fills the buffer
};

enum class FarServer {
    qemu,     // a flag, looked at every 30 ms; answers lists at once
    fence,    // sends as soon as there is a change and a request; answers fences
    proxied,  // the same, answers nothing; a proxy before it answers pings
    mute,     // the same, nobody answers anything
};

struct FarGuest {
    double change_ms = 1000.0 / 60;
    double update_bytes = 1500;
    double cursor_bytes = 0;  // a cursor of its own, which QEMU sends with each whole list
    double encode_ms = 0;     // what the server takes for each picture
};

struct FarResult {
    double rate = 0;          // changes a second on the screen
    double p50 = 0, p95 = 0;  // milliseconds from the server's sending to the screen
    double share = 0;         // of what the line carries, ours
    double pairs = 0;         // requests with a question, a second
};

class FarConsole {
public:
    FarConsole(FarLine line, FarServer server, FarGuest guest, double decode_mb_s = 400);

    // Runs so long, and looks at what was shown after `warm`.
    FarResult run(double seconds, double warm = 5);
    // From now on.
    void set_line(FarLine line) { line_ = line; }
    void set_guest(FarGuest guest) { guest_ = guest; }
    void rest(bool resting) { resting_ = resting; }  // the guest changes nothing
    void mute() { server_ = FarServer::mute; }       // it answers nothing any more
    void input();

    Pacing& pacing() { return pacing_; }
    std::size_t sent() const { return sent_; }
    bool planned() const { return pacing_.next(at(now_)).has_value(); }
    bool has_whole_list() const { return whole_list_; }  // the server was last told all
    // The newest change is on the screen.
    bool up_to_date() const { return shown_ == changes_; }

private:
    struct Piece {
        double bytes;
        bool picture = false, answer = false, pong = false, cursor = false;
        long content = 0;
        double emitted = 0;
    };

    static Pacing::TimePoint at(double ms);
    void plan(double when, std::function<void()> action);
    void change();
    void look();
    void serve();
    void emit(const Piece& piece);
    double backlog_bytes() const;
    double through_the_line(double bytes);
    double weather(double bytes);
    void arrive(const Piece& piece);
    void decoded(const Piece& piece);
    void turn();
    void to_server(const rfb::ClientMessage& message);
    void download();

    FarLine line_;
    FarServer server_;
    FarGuest guest_;
    double decode_bytes_ms_;
    Pacing pacing_;
    std::mt19937 dice_{1};

    double now_ = 0;
    std::multimap<double, std::function<void()>> events_;
    long changes_ = 0, sent_change_ = 0, shown_ = 0;
    bool requested_ = false, resting_ = false, whole_list_ = true;
    double encoded_ = 0;  // the server is at a picture until then
    double line_free_ = 0, last_arrival_ = 0, last_up_ = 0, decoder_free_ = 0;
    double ours_bytes_ = 0;
    std::size_t sent_ = 0, pairs_ = 0;
    double window_packets_ = 10, packets_out_ = 0, last_loss_ = -1e9;
    bool downloading_ = false;
    std::size_t planned_turn_ = 0;

    struct Shown {
        double when, lag;
    };
    std::vector<Shown> shows_;
};

}  // namespace ecsview::link
