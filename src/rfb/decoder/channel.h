// SPDX-License-Identifier: GPL-2.0-or-later
// The decoder's end of the message socket and of the shared memory: what libvncclient drew becomes
// messages, and nothing is drawn while one of them is not acknowledged. Decoder process only, its
// one thread. When main is gone there is nobody to report to: the process ends.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "base/unique_fd.h"
#include "screen/activity.h"
#include "screen/messages.h"

namespace ecsview::rfb {

class Channel {
public:
    using Clock = std::chrono::steady_clock;

    // `memory` maps screen::shared_bytes, writable.
    Channel(UniqueFd messages, std::uint32_t* memory, Clock::time_point (*time)() = &Clock::now)
        : messages_(std::move(messages)), memory_(memory), time_(time) {}

    std::uint32_t* pixels() noexcept { return memory_; }

    // Announces the new size, waits until main agreed, and clears the picture.
    void resize(screen::DesktopSize size);
    // Waits until what was last reported has been copied; call before drawing.
    void before_drawing();
    // Adds to the damage; reports it when the last report is old enough for a person to notice.
    void drawn(const screen::DesktopRect& rect);
    // The end of an RFB update that had `answers` answers to questions in it. Reports the damage,
    // and passes the answers on when all that came before them is acknowledged.
    void update_complete(std::uint16_t answers);
    // Waits until all pictures so far are acknowledged; call before an answer that comes after
    // them.
    void catch_up();
    // As screen::CursorShape has them; `pixels` are width * height. What is too large is hidden.
    void cursor(int width, int height, int hot_x, int hot_y,
                const std::vector<std::uint32_t>& pixels);
    Secret ask_password();
    void tell(const screen::FromDecoder& message);
    // A text of the clipboard, in as many messages as it takes.
    void tell_text(std::string_view text);
    // Written to the shared memory, where main can see it without a message.
    void now(screen::Activity activity);

private:
    void report(bool complete);
    screen::ToDecoder receive();

    const UniqueFd messages_;
    std::uint32_t* const memory_;
    Clock::time_point (*const time_)();
    screen::DesktopSize size_;
    screen::Damage damage_;
    bool in_update_ = false;
    Clock::time_point last_report_{};  // or the start of the update
    bool drawn_ = false;               // anything in this update
    bool first_picture_done_ = false;
    std::uint32_t generation_ = 0;
    std::uint32_t sequence_ = 0;
    std::uint32_t changes_ = 0;  // of the activity
    bool unacknowledged_ = false;
};

}  // namespace ecsview::rfb
