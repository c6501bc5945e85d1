// SPDX-License-Identifier: GPL-2.0-or-later
// What fingers on a screen mean. One: a tap is a click, a rest the right button, a stroke a drag.
// Two: they move together (scroll), or apart (pinch). Three: the menu. Nothing is told before it is
// known which of these it is, so the guest never gets half of another one. Pure, the clock is
// passed in; ui thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "screen/geometry.h"

namespace ecsview::ui {

// In the window's pixels, and parts of them.
struct FingerPoint {
    double x = 0, y = 0;
    bool operator==(const FingerPoint&) const = default;
};

namespace gesture {

// 1 left, 3 right.
struct Press {
    int button;
    FingerPoint at;
    bool operator==(const Press&) const = default;
};
struct Release {
    int button;
    FingerPoint at;
    bool operator==(const Release&) const = default;
};
// `by`: since the last one.
struct Move {
    FingerPoint at, by;
    bool operator==(const Move&) const = default;
};
// Two fingers, whose middle has come to `at`; `ratio`: how far they are apart, as a multiple of
// before, and 1 while they only slide.
struct Pair {
    FingerPoint at, by;
    double ratio;
    bool pinches;
    bool operator==(const Pair&) const = default;
};
struct Menu {
    bool operator==(const Menu&) const = default;
};

}  // namespace gesture

using Gesture =
    std::variant<gesture::Press, gesture::Release, gesture::Move, gesture::Pair, gesture::Menu>;

class Gestures {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Told = std::vector<Gesture>;
    // As long as in the menu's corner.
    static constexpr std::chrono::milliseconds rest{700};
    // Two taps that are nearer to each other are one place: guests want that of a double click.
    static constexpr std::chrono::milliseconds double_tap{500};

    // `side`: pixels of what a finger can hit. `touchpad`: the guest's pointer takes steps, so a
    // stroke moves it, and drags only where it comes right after a tap.
    void set_measure(double side, bool touchpad);

    // A finger that comes, moves and goes; its number is unique while it is there.
    Told down(std::int64_t finger, FingerPoint at, TimePoint now);
    Told move(std::int64_t finger, FingerPoint at);
    Told up(std::int64_t finger, TimePoint now);
    // When due() has come.
    Told wait(TimePoint now);
    std::optional<TimePoint> due() const;
    // No finger is there.
    bool idle() const { return fingers_.empty(); }
    // Whatever it was is over; fingers that are still down mean nothing any more.
    Told cancel();

private:
    enum class Phase {
        none,
        one,      // a finger, and nothing is known yet
        strokes,  // it moves, and no button is down
        holds,    // it holds a button
        two,      // two fingers, and nothing is known yet
        slides,
        pinches,
        over,  // until all have gone
    };
    struct Finger {
        std::int64_t number;
        FingerPoint at, begin;  // begin: of what it does together with another one
    };
    struct Tap {
        TimePoint when;
        FingerPoint at;
    };

    Finger* find(std::int64_t finger);
    FingerPoint middle() const;
    double spread() const;
    bool near(FingerPoint a, FingerPoint b, double limit) const;
    Told stroke(FingerPoint at);
    bool decided() const;
    Told pair();
    Told tap(TimePoint now);

    double side_ = 44;
    bool touchpad_ = false;
    Phase phase_ = Phase::none;
    std::vector<Finger> fingers_;  // at most as many as the screen tells, in the order they came
    FingerPoint begin_, last_;     // of the finger, or of the middle between two
    double begin_spread_ = 0, last_spread_ = 0;
    TimePoint since_{};
    int button_ = 0;  // that is held
    std::optional<Tap> tapped_;
};

}  // namespace ecsview::ui
