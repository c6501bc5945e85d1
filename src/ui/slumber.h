// SPDX-License-Identifier: GPL-2.0-or-later
// Whether the screen is dark now: at night it is, unless somebody was there in the last minutes.
// What is pressed while it is dark only wakes it, and is for nobody until all of it has been let
// go. Reads SDL's events; both clocks are passed in. ui thread.
#pragma once

#include <SDL_events.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "ui/nights.h"

namespace ecsview::ui {

// Somebody presses something, holds it, or turns the wheel.
bool is_press(const SDL_Event& event);

class Slumber {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    // How long it stays awake for whoever was there last.
    static constexpr std::chrono::minutes attended_for{5};

    explicit Slumber(Nights nights, Nights::DayMinute minute_of = local_minute)
        : nights_(std::move(nights)), minute_of_(std::move(minute_of)) {}

    bool empty() const { return nights_.empty(); }  // it is never dark
    // What time it is. The clock on the wall may be set meanwhile.
    void look(Nights::Moment wall, TimePoint now);
    // A person does something, or what one has begun goes on.
    void attend(TimePoint now);
    bool dark() const { return dark_; }
    // Whether nobody else is to get the event. A press wakes the screen.
    bool takes(const SDL_Event& event, TimePoint now);
    // When to look again; nothing: never.
    std::optional<TimePoint> due() const;

private:
    // A key, a button or a finger, by its kind and number.
    using Pressed = std::pair<Uint32, std::int64_t>;

    static std::optional<Pressed> pressed_by(const SDL_Event& event);
    bool press(const Pressed& what, TimePoint now);

    const Nights nights_;
    const Nights::DayMinute minute_of_;
    std::optional<std::chrono::nanoseconds> apart_;  // the clocks, when they were looked at
    std::optional<TimePoint> next_look_;
    std::optional<TimePoint> awake_until_;
    bool night_ = false, dark_ = false;
    std::vector<Pressed> taken_;  // since it was dark; the newest last
    TimePoint taken_at_{};
};

}  // namespace ecsview::ui
