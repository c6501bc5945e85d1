// SPDX-License-Identifier: GPL-2.0-or-later
// A guest with a text console behind a VNC server, in simulated time: a PS/2 keyboard that queues
// 16 bytes and drops the rest, stalls, a cursor that may blink, a server that looks at the screen
// every 30 ms and a line with a delay. It judges what has arrived by a table of its own.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "typing/typist.h"

namespace ecsview::typing {

enum class Cursor { steady, blinking, none };

struct GuestKind {
    double one_way_ms = 0;
    int key_delay_ms = 10;       // QEMU's key-delay-ms
    double stalls_a_second = 0;  // at random
    int stall_ms = 300;
    int queue_bytes = 16;
    Cursor cursor = Cursor::steady;
    bool wraps_at_once = false;  // else with the character after the last column
    bool echo = true;
    bool clock = false;  // something else changes on the screen, once a second
    int columns = 80, rows = 25;
    unsigned seed = 1;
};

class SlowGuest {
public:
    explicit SlowGuest(GuestKind kind);

    struct Result {
        std::string text;  // as it has arrived
        double characters_s = 0;
        bool keys_up = false;
        Typist::Phase phase = Typist::Phase::typing;
        std::size_t typed = 0;
    };
    // Until the typist is done, or `cancel_ms` have passed; then until the guest has read all.
    Result type(Typist& typist, double cancel_ms = 1e9);
    Typist::TimePoint clock() const;

private:
    struct Key {
        bool down;
        std::uint8_t qnum;
    };
    struct Update {
        double at;
        screen::Damage damage;
        std::vector<std::uint32_t> pixels;
    };
    void receive(const std::vector<rfb::ClientMessage>& messages);
    void server_step();
    void guest_step();
    void read_key(Key key);
    void echo(char c);
    void new_line();
    void draw_cell(int column, int row, char c);
    void draw_cursor(bool on);
    void touch(int x, int y, int width, int height);
    void refresh();
    bool idle() const;

    const GuestKind kind_;
    std::minstd_rand random_;
    double now_ = 0;  // ms
    std::deque<std::pair<double, Key>> line_;
    std::deque<Key> server_;
    double server_next_ = 0;
    std::deque<Key> queue_;
    int queued_bytes_ = 0;
    double stalled_until_ = 0;
    std::map<std::uint8_t, bool> down_;
    std::string text_;

    screen::DesktopSize size_;
    std::vector<std::uint32_t> pixels_;
    std::vector<std::string> cells_;
    int column_ = 0, row_ = 0;
    bool cursor_on_ = false, pending_wrap_ = false;
    double cursor_until_ = 0;
    screen::Damage dirty_;
    std::deque<Update> updates_;
    int ticks_ = 0;
};

}  // namespace ecsview::typing
