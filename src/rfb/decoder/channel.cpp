// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/channel.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "screen/framebuffer.h"

namespace ecsview::rfb {
namespace {

using namespace std::chrono_literals;

// Within a long update a person sees progress this often: quickly at first, when the window is
// still empty; later a picture in halves is worse than a late one.
constexpr auto first_picture_interval = 100ms;
constexpr auto later_interval = 250ms;

}  // namespace

void Channel::tell(const screen::FromDecoder& message) {
    const auto bytes = encode(message);
    if (send(messages_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) _exit(0);
}

void Channel::tell_text(std::string_view text) {
    do {
        const auto part = text.substr(0, screen::max_part_bytes);
        text.remove_prefix(part.size());
        tell(screen::ClipboardText{std::string(part), text.empty()});
    } while (!text.empty());
}

void Channel::now(screen::Activity activity) {
    __atomic_store_n(memory_ + screen::activity_at, screen::activity_word(++changes_, activity),
                     __ATOMIC_RELAXED);
}

screen::ToDecoder Channel::receive() {
    std::array<std::byte, screen::max_message_bytes> buffer{};
    now(screen::Activity::waiting);
    const auto size = recv(messages_.get(), buffer.data(), buffer.size(), 0);
    now(screen::Activity::working);
    if (size <= 0) _exit(0);
    auto message = screen::parse_to_decoder({buffer.data(), static_cast<std::size_t>(size)});
    wipe(buffer.data(), static_cast<std::size_t>(size));
    if (!message) _exit(1);
    return std::move(*message);
}

void Channel::before_drawing() {
    if (!std::exchange(in_update_, true)) last_report_ = time_();
    catch_up();
}

void Channel::catch_up() {
    while (unacknowledged_) {
        const auto message = receive();
        const auto* acknowledged = std::get_if<screen::Acknowledge>(&message);
        if (acknowledged && acknowledged->sequence == sequence_) unacknowledged_ = false;
    }
}

void Channel::resize(screen::DesktopSize size) {
    before_drawing();
    size_ = size;
    damage_.clear();
    tell(screen::Resized{++sequence_, ++generation_, size});
    unacknowledged_ = true;
    before_drawing();
    // Old pixels at the new stride would be rubbish wherever damage is widened to a bounding box.
    std::memset(memory_, 0, static_cast<std::size_t>(size.area()) * 4);
}

void Channel::report(bool complete) {
    before_drawing();
    tell(screen::Damaged{++sequence_, generation_, complete, damage_});
    unacknowledged_ = true;
    damage_.clear();
    last_report_ = time_();
}

void Channel::drawn(const screen::DesktopRect& rect) {
    now(screen::Activity::working);
    drawn_ = true;
    damage_.add(intersection(rect, {0, 0, size_.width, size_.height}));
    const auto interval = first_picture_done_ ? later_interval : first_picture_interval;
    if (time_() - last_report_ >= interval) report(false);
}

// An update without pixels is nothing to show: it wakes no window.
void Channel::update_complete(std::uint16_t answers) {
    const bool alone = !std::exchange(drawn_, false);
    first_picture_done_ = first_picture_done_ || !alone;
    if (!alone) report(true);
    if (alone || answers > 0) {
        catch_up();
        tell(screen::Answered{answers, alone});
    }
    in_update_ = false;
}

void Channel::cursor(int width, int height, int hot_x, int hot_y,
                     const std::vector<std::uint32_t>& pixels) {
    const bool fits = width <= screen::max_cursor_side && height <= screen::max_cursor_side;
    const bool hidden = width <= 0 || height <= 0 || !fits;
    before_drawing();
    if (!hidden) std::copy(pixels.begin(), pixels.end(), memory_ + screen::max_pixels);
    const auto hot = [&](int at, int side) { return hidden ? 0 : std::clamp(at, 0, side - 1); };
    tell(screen::CursorChanged{++sequence_, hidden ? 0 : width, hidden ? 0 : height,
                               hot(hot_x, width), hot(hot_y, height)});
    unacknowledged_ = true;
}

Secret Channel::ask_password() {
    before_drawing();
    tell(screen::NeedPassword{});
    for (;;) {
        auto message = receive();
        if (auto* password = std::get_if<screen::Password>(&message))
            return std::move(password->text);
    }
}

}  // namespace ecsview::rfb
