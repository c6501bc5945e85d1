// SPDX-License-Identifier: GPL-2.0-or-later
// How fast the console is, told once a second while something changes, and once more when nothing
// does: between two meters that are read at such times. Whoever does not want it does not call it.
// Pure, the clock is passed in; ui thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "screen/meters.h"

namespace ecsview::ui {

// A second, or as long as it was. What is not known is nothing.
struct Reading {
    using Milliseconds = std::chrono::duration<double, std::milli>;

    double changes = 0, kilobytes = 0;  // a second
    std::optional<Milliseconds> round_trip,
        queue;                             // of the newest answer; what it waited on the way
    std::optional<Milliseconds> age;       // of a picture when it comes, about
    std::optional<Milliseconds> decoding;  // processor time for a change
    std::optional<Milliseconds> key;       // from a key to the next change, the slowest
};

class Statistics {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    static constexpr std::chrono::seconds period{1};

    // What was before does not count.
    void begin_at(const screen::Meters& meters);
    // A picture is whole and was taken; a key went to the guest.
    void changed(TimePoint now);
    void key(TimePoint now);

    // When read() is to be called; nothing: not before something happens.
    std::optional<TimePoint> due() const;
    Reading read(TimePoint now, const screen::Meters& meters);

private:
    void begin(TimePoint now);

    std::optional<TimePoint> began_;    // of the period
    std::optional<TimePoint> pressed_;  // a key since which nothing has changed
    std::optional<TimePoint::duration> slowest_key_;
    int changes_ = 0;
    screen::Meters before_;
};

// With one digit behind the point where that says something.
std::string number(double value);
// All of it in one line.
std::string text_of(const Reading& reading);
// One line of the log: the one function here that does something.
void log_reading(const Reading& reading);

}  // namespace ecsview::ui
