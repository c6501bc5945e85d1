// SPDX-License-Identifier: GPL-2.0-or-later
#include "slow_guest.h"

#include <algorithm>
#include <string_view>

namespace ecsview::typing {
namespace {

constexpr int cell_width = 8, cell_height = 16;
constexpr int blink_ms = 229, refresh_ms = 30;

// A US keyboard by its scancodes, from 0x02.
constexpr std::string_view plain_keys(
    "1234567890-=\0\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0\0\0 ", 56);
constexpr std::string_view shifted_keys(
    "!@#$%^&*()_+\0\tQWERTYUIOP{}\n\0ASDFGHJKL:\"~\0|ZXCVBNM<>?\0\0\0 ", 56);
constexpr std::uint8_t left_shift = 0x2a;

std::uint32_t number(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

}  // namespace

SlowGuest::SlowGuest(GuestKind kind)
    : kind_(kind),
      random_(kind.seed),
      size_{kind.columns * cell_width, kind.rows * cell_height},
      pixels_(static_cast<std::size_t>(size_.area()), 0),
      cells_(static_cast<std::size_t>(kind.rows),
             std::string(static_cast<std::size_t>(kind.columns), ' ')) {
    row_ = kind.rows - 4;  // so that it scrolls soon
    draw_cursor(kind.cursor != Cursor::none);
    dirty_.clear();
}

// ---- the keyboard -------------------------------------------------------------------------------

void SlowGuest::receive(const std::vector<rfb::ClientMessage>& messages) {
    for (const auto& message : messages) {
        const Key key{message.bytes[3] != 0, static_cast<std::uint8_t>(number(message.bytes, 8))};
        line_.push_back({now_ + kind_.one_way_ms, key});
    }
}

void SlowGuest::server_step() {
    for (; !line_.empty() && line_.front().first <= now_; line_.pop_front())
        if (server_.size() < 1024) server_.push_back(line_.front().second);
    while (!server_.empty() && server_next_ <= now_) {
        const Key key = server_.front();
        server_.pop_front();
        server_next_ = now_ + kind_.key_delay_ms;
        const int bytes = (key.down ? 1 : 2) + (key.qnum >> 7);
        if (queued_bytes_ + bytes > kind_.queue_bytes) continue;
        queued_bytes_ += bytes;
        queue_.push_back(key);
    }
}

void SlowGuest::guest_step() {
    std::uniform_real_distribution<> dice(0, 1);
    if (now_ >= stalled_until_ && dice(random_) < kind_.stalls_a_second / 1000)
        stalled_until_ = now_ + kind_.stall_ms;
    if (now_ < stalled_until_) return;
    for (; !queue_.empty(); queue_.pop_front()) {
        queued_bytes_ -= (queue_.front().down ? 1 : 2) + (queue_.front().qnum >> 7);
        read_key(queue_.front());
    }
}

void SlowGuest::read_key(Key key) {
    down_[key.qnum] = key.down;
    if (!key.down || key.qnum == left_shift) return;
    const std::size_t at = key.qnum - 2u;
    const auto& keys = down_[left_shift] ? shifted_keys : plain_keys;
    const char c = at < keys.size() ? keys[at] : '\0';
    text_ += c;
    if (kind_.echo) echo(c);
}

// ---- the screen ---------------------------------------------------------------------------------

void SlowGuest::touch(int x, int y, int width, int height) {
    const int left = x / 16 * 16, right = std::min((x + width + 15) / 16 * 16, size_.width);
    dirty_.add({left, y, right - left, height});
}

void SlowGuest::draw_cell(int column, int row, char c) {
    cells_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = c;
    for (int y = 0; y < cell_height; ++y)
        for (int x = 0; x < cell_width; ++x) {
            const auto bits = static_cast<unsigned>(c) * 2654435761u >> (y % 13 + x % 5);
            const bool ink = c != ' ' && x > 0 && y > 2 && y < 13 && (bits & 1);
            pixels_[static_cast<std::size_t>((row * cell_height + y) * size_.width +
                                             column * cell_width + x)] = ink ? 0xffffff : 0;
        }
    touch(column * cell_width, row * cell_height, cell_width, cell_height);
}

void SlowGuest::draw_cursor(bool on) {
    cursor_on_ = on;
    const char c = cells_[static_cast<std::size_t>(row_)][static_cast<std::size_t>(column_)];
    draw_cell(column_, row_, c);
    if (!on) return;
    for (int y = cell_height - 2; y < cell_height; ++y)
        for (int x = 0; x < cell_width; ++x)
            pixels_[static_cast<std::size_t>((row_ * cell_height + y) * size_.width +
                                             column_ * cell_width + x)] = 0xaaaaaa;
}

void SlowGuest::new_line() {
    column_ = 0;
    pending_wrap_ = false;
    if (++row_ < kind_.rows) return;
    --row_;
    std::rotate(cells_.begin(), cells_.begin() + 1, cells_.end());
    cells_.back().assign(static_cast<std::size_t>(kind_.columns), ' ');
    for (int row = 0; row < kind_.rows; ++row)
        for (int column = 0; column < kind_.columns; ++column)
            draw_cell(column, row,
                      cells_[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)]);
    touch(0, 0, size_.width, size_.height);
}

void SlowGuest::echo(char c) {
    const bool on = cursor_on_;
    draw_cursor(false);
    if (c == '\n') {
        new_line();
    } else {
        if (pending_wrap_) new_line();
        draw_cell(column_, row_, c);
        if (column_ + 1 < kind_.columns)
            ++column_;
        else if (kind_.wraps_at_once)
            new_line();
        else
            pending_wrap_ = true;
    }
    draw_cursor(on);
}

void SlowGuest::refresh() {
    if (kind_.cursor == Cursor::blinking && now_ >= cursor_until_) {
        cursor_until_ = now_ + blink_ms;
        draw_cursor(!cursor_on_);  // by the server, whether the guest stalls or not
    }
    if (kind_.clock && static_cast<int>(now_) % 1000 < refresh_ms) {
        draw_cell(kind_.columns - 1, 0, static_cast<char>('0' + ++ticks_ % 10));
    }
    if (dirty_.empty()) return;
    updates_.push_back({now_ + kind_.one_way_ms, dirty_, pixels_});
    dirty_.clear();
}

// ---- all together -------------------------------------------------------------------------------

bool SlowGuest::idle() const {
    return line_.empty() && server_.empty() && queue_.empty();
}

Typist::TimePoint SlowGuest::clock() const {
    return Typist::TimePoint{} + std::chrono::hours(1) +
           std::chrono::microseconds(static_cast<std::int64_t>(now_ * 1000));
}

SlowGuest::Result SlowGuest::type(Typist& typist, double cancel_ms) {
    typist.prime(pixels_.data(), size_);
    double end = 0;
    const double latest = now_ + 3'600'000;  // an hour: whatever takes so long has stuck
    for (bool typing = true; (typing || !idle()) && now_ < latest; ++now_) {
        for (; !updates_.empty() && updates_.front().at <= now_; updates_.pop_front())
            typist.look(updates_.front().damage, updates_.front().pixels.data(), size_, clock());
        typing = typing && now_ < cancel_ms;
        if (typing) receive(typist.turn(clock()));
        typing = typing && typist.phase() == Typist::Phase::typing;
        if (typing) end = now_;
        server_step();
        guest_step();
        if (static_cast<int>(now_) % refresh_ms == 0) refresh();
    }
    Result result{text_, static_cast<double>(text_.size()) * 1000 / std::max(end, 1.0), true,
                  typist.phase(), typist.typed()};
    for (const auto& [key, down] : down_) result.keys_up = result.keys_up && !down;
    return result;
}

}  // namespace ecsview::typing
