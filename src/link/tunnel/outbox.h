// SPDX-License-Identifier: GPL-2.0-or-later
// Client-to-server messages that wait for the link to take them: whole messages only, input before
// update requests. Pure and not locked; Tunnel guards it.
//
// Bound: 512 input messages. Drop rule: a pointer motion replaces one that is still the last in the
// queue, a step is added to one that is; when the queue is full, presses and motions are dropped,
// releases never (there can be no more of them than presses before). Requests that ask for the same
// are merged, 16 at most wait. Pairs of a request and a question, and answers to a server, are in
// line with them and never merged, for each counts; 128 at most wait, which is twice the pacing's
// window. Of texts the newest waits; one that has begun goes on, piece by piece, before all others,
// for a message is whole.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

#include "rfb/client_messages.h"

namespace ecsview::link {

class Outbox {
public:
    static constexpr std::size_t max_input = 512;
    static constexpr std::size_t max_requests = 16;
    static constexpr std::size_t max_ordered = 128;

    void push(rfb::ClientMessage message);
    // The next messages, joined, up to `limit` bytes: whole ones, or a piece of a long text.
    std::string take(std::size_t limit);
    bool empty() const {
        return input_.empty() && requests_.empty() && text_.empty() && rest_.empty();
    }
    void clear();

private:
    std::string take_piece(std::size_t limit);
    void push_request(std::string bytes);
    void push_ordered(std::string bytes);

    std::deque<rfb::ClientMessage> input_;
    std::deque<std::string> requests_;
    std::string text_;  // the clipboard's, not begun
    std::string rest_;  // of one that has begun
};

}  // namespace ecsview::link
