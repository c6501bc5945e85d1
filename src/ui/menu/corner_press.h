// SPDX-License-Identifier: GPL-2.0-or-later
// A finger that rests in the menu's corner while the console is live opens the menu. Its press is
// held back until it is known what it is, so that a short tap and a stroke still reach the guest.
// Only the finger's events are passed in, never the mouse's. Pure, the clock is passed in; ui
// thread.
#pragma once

#include <chrono>
#include <optional>

#include "ui/picture/canvas.h"

namespace ecsview::ui {

class CornerPress {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::milliseconds rest{700};

    enum class Verdict {
        pass,     // the event is not for us
        hold,     // nothing is to be done with it yet
        release,  // first send the held press at point(), then this event
        open,     // the menu; the press is gone
    };

    Verdict press(int x, int y, Area corner, TimePoint now);
    Verdict move(int x, int y);
    Verdict lift();
    // When due() has come.
    Verdict wait(TimePoint now);
    std::optional<TimePoint> due() const;
    void cancel() { held_.reset(); }

    struct Point {
        int x = 0, y = 0;
    };
    Point point() const { return at_; }

private:
    struct Held {
        TimePoint since;
        Area corner;
    };
    std::optional<Held> held_;
    Point at_;
};

}  // namespace ecsview::ui
