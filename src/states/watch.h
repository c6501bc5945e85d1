// SPDX-License-Identifier: GPL-2.0-or-later
// When a screen is to be read, and which state is told of what was read: one that has stood for a
// moment, never one that only came by. Pure, the clock is passed in; one thread, its owner's.
#pragma once

#include <chrono>
#include <optional>

#include "screen/geometry.h"
#include "screen/screen_state.h"

namespace ecsview::states {

class Watch {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::steady_clock::duration;

    // A picture that stands so long is read, and what it shows is told.
    static constexpr std::chrono::seconds quiet{1};
    // One that never stands is read so often, ever more seldom while there is no text in it; what
    // two readings in a row have is told.
    static constexpr std::chrono::seconds restless{3}, most_restless{60};
    // Longer than a mode switch, and than a lone cursor stays dark between two blinks.
    static constexpr std::chrono::seconds blank_for{5};
    // Three keys or clicks, the first one so long ago, and nothing has changed since.
    static constexpr std::chrono::seconds unanswered_for{10};
    static constexpr int unanswered = 3;
    // At most this part of the time is spent on reading.
    static constexpr int reading_share = 20;

    // Something was drawn within `box`. A place as large as a letter that is drawn again and again
    // is a cursor that blinks, which is no news.
    void changed(const screen::DesktopRect& box, TimePoint now);
    // A key or a button has gone to the guest.
    void pressed(TimePoint now);
    // There is no picture that is current. The next one is news, whatever it shows; what was told
    // last stays told.
    void lost();

    // Whether the picture is to be read now. If so it counts as being read, and seen() follows.
    bool wants_reading(TimePoint now);
    // What it shows, how long it took to find out, and whether there was text in it.
    void seen(screen::ScreenState state, Duration took, bool text);

    // The state to tell, once: another one than was told last.
    std::optional<screen::ScreenState> next(TimePoint now);
    // What was told last.
    screen::ScreenState told() const { return told_; }
    // When wants_reading() or next() may have another answer; nothing: not before something
    // happens.
    std::optional<TimePoint> due() const;

private:
    std::optional<TimePoint> reading_due() const;
    std::optional<TimePoint> frozen_at() const;
    std::optional<TimePoint> stands_at() const;

    struct Seen {
        screen::ScreenState state;
        TimePoint since;  // when the first picture that shows it was read
        bool stood;       // that picture had been quiet, or another one shows it too
    };

    screen::DesktopRect blink_;              // the last change that was as small as a letter
    std::optional<TimePoint> unread_since_;  // there is something new
    TimePoint drawn_{}, moved_{};            // the last change; the last that was no blink
    bool reading_ = false;
    TimePoint read_at_{};                     // when the newest reading began
    Duration pause_{}, restless_ = restless;  // after it; between those of what never stands
    std::optional<Seen> seen_;
    int presses_ = 0;  // since the last change
    TimePoint first_press_{};
    screen::ScreenState told_ = screen::ScreenState::unknown;
};

}  // namespace ecsview::states
