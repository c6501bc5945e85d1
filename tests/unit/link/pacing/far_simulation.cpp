// SPDX-License-Identifier: GPL-2.0-or-later
#include "far_simulation.h"

#include <algorithm>
#include <cmath>

namespace ecsview::link {
namespace {

constexpr double tick_ms = 30;            // QEMU's
constexpr double answer_bytes = 16 + 40;  // with what TLS, websocket and TCP add
constexpr double packet_bytes = 1500;
constexpr double qemu_throttle = 1 << 20;  // it queues about a whole screen before it holds back
constexpr std::size_t request_bytes = 10;

double quantile(std::vector<double> values, double share) {
    if (values.empty()) return 1e9;
    std::sort(values.begin(), values.end());
    const auto index = static_cast<std::size_t>(static_cast<double>(values.size()) * share);
    return values[std::min(index, values.size() - 1)];
}

}  // namespace

Pacing::TimePoint FarConsole::at(double ms) {
    return Pacing::TimePoint(std::chrono::duration_cast<Pacing::Duration>(
        std::chrono::duration<double, std::milli>(ms + 1e6)));
}

FarConsole::FarConsole(FarLine line, FarServer server, FarGuest guest, double decode_mb_s)
    : line_(line),
      server_(server),
      guest_(guest),
      decode_bytes_ms_(decode_mb_s * 1000),
      pacing_(rfb::Offer{}, server == FarServer::proxied || server == FarServer::qemu) {
    plan(0, [this] { change(); });
    plan(7, [this] { look(); });
    pacing_.resized({640, 400});
    pacing_.live();
    // What the handshake brings: QEMU answers its list, another server says that it has fences.
    if (server == FarServer::qemu) emit({.bytes = answer_bytes, .answer = true});
    if (server == FarServer::fence) pacing_.fenced(1u << 31, {}, at(0));
    turn();
}

void FarConsole::plan(double when, std::function<void()> action) {
    events_.emplace(std::max(when, now_), std::move(action));
}

FarResult FarConsole::run(double seconds, double warm) {
    const double began = now_, from = began + warm * 1000, end = began + seconds * 1000;
    shows_.clear();
    std::size_t pairs_before = 0;
    bool warmed = false;
    while (!events_.empty() && events_.begin()->first < end) {
        auto event = events_.extract(events_.begin());
        now_ = event.key();
        if (!warmed && now_ >= from) {
            warmed = true;
            ours_bytes_ = 0;
            pairs_before = pairs_;
        }
        event.mapped()();
    }
    now_ = end;
    FarResult result;
    std::vector<double> lags;
    for (const auto& show : shows_) {
        if (show.when < from) continue;
        lags.push_back(show.lag);
    }
    const double span = seconds - warm;
    result.rate = static_cast<double>(lags.size()) / span;
    result.p50 = quantile(lags, 0.5);
    result.p95 = quantile(lags, 0.95);
    result.share = ours_bytes_ / (line_.mbit * 125000 * span);
    result.pairs = static_cast<double>(pairs_ - pairs_before) / span;
    return result;
}

void FarConsole::input() {
    pacing_.input(at(now_));
    turn();
}

// --- the guest and the server --------------------------------------------------------------------

void FarConsole::change() {
    if (!resting_) ++changes_;
    if (server_ != FarServer::qemu) serve();
    plan(now_ + guest_.change_ms, [this] { change(); });
}

void FarConsole::look() {
    if (server_ == FarServer::qemu) serve();
    plan(now_ + tick_ms, [this] { look(); });
}

void FarConsole::serve() {
    const bool throttled = backlog_bytes() > line_.buffer_kb * 1024 + qemu_throttle;
    if (!requested_ || sent_change_ == changes_ || throttled) return;
    if (now_ < encoded_) return;
    encoded_ = now_ + guest_.encode_ms;
    requested_ = false;
    sent_change_ = changes_;
    plan(encoded_, [this, content = changes_] {
        emit({.bytes = guest_.update_bytes, .picture = true, .content = content, .emitted = now_});
    });
}

void FarConsole::to_server(const rfb::ClientMessage& message) {
    sent_ += message.bytes.size();
    const bool asks = message.bytes.size() > request_bytes;
    const bool whole_list = message.bytes.find("\xff\xff\xff\x11") != std::string::npos;  // -239
    const double there = std::max(last_up_, now_ + line_.round_trip_ms / 2 + weather(150));
    last_up_ = there;
    pairs_ += asks;
    plan(there, [this, asks, whole_list] {
        requested_ = true;
        if (server_ != FarServer::qemu) serve();
        if (asks && server_ == FarServer::qemu) whole_list_ = whole_list;
        if (!asks || (server_ != FarServer::qemu && server_ != FarServer::fence)) return;
        emit({.bytes = answer_bytes, .answer = true});
        if (whole_list && guest_.cursor_bytes > 0)
            emit({.bytes = guest_.cursor_bytes, .cursor = true});
    });
}

// --- the line ------------------------------------------------------------------------------------

double FarConsole::backlog_bytes() const {
    return std::max(0.0, line_free_ - now_) * line_.mbit * 125;
}

double FarConsole::weather(double bytes) {
    double extra =
        line_.jitter_ms > 0 ? std::uniform_real_distribution<>(0, line_.jitter_ms)(dice_) : 0;
    const double segments = std::ceil(bytes / 1448);
    if (line_.late > 0 &&
        std::uniform_real_distribution<>(0, 1)(dice_) > std::pow(1 - line_.late, segments))
        extra += line_.round_trip_ms;
    return extra;
}

// When the last bit of it arrives.
double FarConsole::through_the_line(double bytes) {
    line_free_ = std::max(line_free_, now_) + bytes / (line_.mbit * 125);
    return line_free_ + line_.round_trip_ms / 2 + weather(bytes);
}

void FarConsole::emit(const Piece& piece) {
    ours_bytes_ += piece.bytes;
    last_arrival_ = std::max(last_arrival_, through_the_line(piece.bytes));
    const double begins = last_arrival_ - piece.bytes / (line_.mbit * 125);
    plan(begins, [this] { pacing_.received(1, at(now_)); });
    const double second = begins + packet_bytes / (line_.mbit * 125);
    if (second < last_arrival_) plan(second, [this] { pacing_.received(1, at(now_)); });
    plan(last_arrival_, [this, piece] { arrive(piece); });
}

// Fills the buffer, as TCP Reno does.
void FarConsole::download() {
    downloading_ = line_.download;
    while (downloading_ && packets_out_ < window_packets_) {
        if (backlog_bytes() + packet_bytes > line_.buffer_kb * 1024) {
            if (now_ - last_loss_ > line_.round_trip_ms + backlog_bytes() / (line_.mbit * 125)) {
                window_packets_ = std::max(2.0, window_packets_ / 2);
                last_loss_ = now_;
            }
            break;
        }
        ++packets_out_;
        const double back = through_the_line(packet_bytes) + line_.round_trip_ms / 2;
        plan(back, [this] {
            --packets_out_;
            window_packets_ += 1 / window_packets_;
            download();
        });
    }
    if (downloading_ && packets_out_ == 0) plan(now_ + 10, [this] { download(); });
}

// --- our side ------------------------------------------------------------------------------------

void FarConsole::arrive(const Piece& piece) {
    if (piece.pong) {
        pacing_.ponged(at(now_));
        return turn();
    }
    decoder_free_ = std::max(decoder_free_, now_) + piece.bytes / decode_bytes_ms_;
    plan(decoder_free_, [this, piece] { decoded(piece); });
}

void FarConsole::decoded(const Piece& piece) {
    if (piece.cursor) pacing_.cursor_came();
    if (piece.answer && server_ == FarServer::fence) pacing_.fenced(1, {}, at(now_));
    if (piece.answer && server_ != FarServer::fence) pacing_.answered(at(now_));
    if (!piece.picture) {
        if (server_ != FarServer::fence) pacing_.updated(false, at(now_));
        return turn();
    }
    shown_ = piece.content;
    shows_.push_back({now_, now_ - piece.emitted});
    pacing_.updated(true, at(now_));
    turn();
}

void FarConsole::turn() {
    if (line_.download && !downloading_) download();
    auto turn = pacing_.due(at(now_), false);
    for (const auto& message : turn.messages) to_server(message);
    if (turn.ping) {
        pairs_++;
        plan(now_ + line_.round_trip_ms / 2, [this] {
            if (server_ != FarServer::mute) emit({.bytes = answer_bytes, .pong = true});
        });
    }
    const auto next = pacing_.next(at(now_));
    const std::size_t number = ++planned_turn_;
    if (!next) return;
    const double when = std::chrono::duration<double, std::milli>(*next - at(0)).count();
    plan(std::max(when, now_ + 0.01), [this, number] {
        if (number == planned_turn_) this->turn();
    });
}

}  // namespace ecsview::link
