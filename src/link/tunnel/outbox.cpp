// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/outbox.h"

#include <algorithm>
#include <utility>

namespace ecsview::link {

using rfb::MessageKind;

void Outbox::push(rfb::ClientMessage message) {
    if (message.kind == MessageKind::request) return push_request(std::move(message.bytes));
    if (message.kind == MessageKind::ordered) return push_ordered(std::move(message.bytes));
    if (message.kind == MessageKind::text) {
        text_ = std::move(message.bytes);
        return;
    }
    const bool motion = message.kind == MessageKind::motion;
    if (motion && !input_.empty() && input_.back().kind == MessageKind::motion) {
        input_.back() = std::move(message);
        return;
    }
    if (message.kind == MessageKind::step && !input_.empty() &&
        input_.back().kind == MessageKind::step) {
        input_.back() = rfb::sum_of_steps(input_.back(), message);
        return;
    }
    if (input_.size() >= max_input && message.kind != MessageKind::release) return;
    input_.push_back(std::move(message));
}

void Outbox::push_request(std::string bytes) {
    if (std::find(requests_.begin(), requests_.end(), bytes) != requests_.end()) return;
    if (requests_.size() < max_requests) requests_.push_back(std::move(bytes));
}

void Outbox::push_ordered(std::string bytes) {
    if (requests_.size() < max_ordered) requests_.push_back(std::move(bytes));
}

std::string Outbox::take_piece(std::size_t limit) {
    std::string piece = rest_.substr(0, limit);
    rest_.erase(0, limit);
    return piece;
}

std::string Outbox::take(std::size_t limit) {
    if (!rest_.empty()) return take_piece(limit);
    std::string out;
    const auto fits = [&](const std::string& next) {
        return out.empty() || out.size() + next.size() <= limit;
    };
    while (!input_.empty() && fits(input_.front().bytes)) {
        out += input_.front().bytes;
        input_.pop_front();
    }
    if (out.empty() && !text_.empty()) {
        rest_ = std::exchange(text_, {});
        return take_piece(limit);
    }
    while (input_.empty() && !requests_.empty() && fits(requests_.front())) {
        out += requests_.front();
        requests_.pop_front();
    }
    return out;
}

void Outbox::clear() {
    input_.clear();
    requests_.clear();
    text_.clear();
    rest_.clear();
}

}  // namespace ecsview::link
