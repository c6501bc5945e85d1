// SPDX-License-Identifier: GPL-2.0-or-later
// The times of day at which a kiosk's screen is dark, as --blank has them. They are those of a
// clock on the wall: the hour that summer time takes away is nobody's, and one that comes twice is
// as it was the first time. Pure: who calls says what the time is, and what it is here. A value.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace ecsview::ui {

class Nights {
public:
    using Moment = std::chrono::sys_seconds;
    // How many minutes of its day a clock here has behind it at that moment: 0 to 1439.
    using DayMinute = std::function<int(Moment)>;

    // Minutes of a day; one that ends before it begins goes over midnight.
    struct Span {
        int begin = 0, end = 0;
        bool operator==(const Span&) const = default;
    };
    // "22:00-06:00"; 24:00 is an end. Nothing: it is none, or one without any length.
    static std::optional<Span> parse(std::string_view text) noexcept;

    void add(Span span) { spans_.push_back(span); }
    bool empty() const { return spans_.empty(); }
    // Whether it is dark in that minute of the day.
    bool dark(int minute) const;
    // The first minute from which on it is not as it is now; nothing: not within two days.
    std::optional<Moment> next_change(Moment now, const DayMinute& minute_of) const;

    bool operator==(const Nights&) const = default;

private:
    std::vector<Span> spans_;
};

// By the machine's time zone.
int local_minute(Nights::Moment moment);

}  // namespace ecsview::ui
