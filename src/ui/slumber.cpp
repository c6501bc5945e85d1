// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/slumber.h"

#include <algorithm>

#include "base/earliest.h"
#include "ui/input/finger.h"

namespace ecsview::ui {
namespace {

// The clock on the wall was set, or the machine has slept. That clock is told in whole seconds.
constexpr std::chrono::seconds set_clock{2};

// What was let go where nobody saw it is not waited for.
constexpr std::chrono::seconds longest_press{10};

bool is_down(const SDL_Event& event) {
    return event.type == SDL_KEYDOWN || event.type == SDL_MOUSEBUTTONDOWN ||
           event.type == SDL_FINGERDOWN;
}

bool is_up(const SDL_Event& event) {
    return event.type == SDL_KEYUP || event.type == SDL_MOUSEBUTTONUP || event.type == SDL_FINGERUP;
}

// Of a person, and no press.
bool is_other_input(const SDL_Event& event) {
    return event.type == SDL_MOUSEMOTION || event.type == SDL_MOUSEWHEEL ||
           event.type == SDL_FINGERMOTION || event.type == SDL_TEXTINPUT;
}

bool is_focus_lost(const SDL_Event& event) {
    return event.type == SDL_WINDOWEVENT && event.window.event == SDL_WINDOWEVENT_FOCUS_LOST;
}

}  // namespace

bool is_press(const SDL_Event& event) {
    return is_down(event) || event.type == SDL_MOUSEWHEEL;
}

std::optional<Slumber::Pressed> Slumber::pressed_by(const SDL_Event& event) {
    switch (event.type) {
        case SDL_KEYDOWN:
        case SDL_KEYUP: return Pressed{SDL_KEYDOWN, event.key.keysym.scancode};
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP: return Pressed{SDL_MOUSEBUTTONDOWN, event.button.button};
        case SDL_FINGERDOWN:
        case SDL_FINGERUP: return Pressed{SDL_FINGERDOWN, number_of(event.tfinger)};
        default: return std::nullopt;
    }
}

void Slumber::look(Nights::Moment wall, TimePoint now) {
    if (empty()) return;
    const std::chrono::nanoseconds apart = wall.time_since_epoch() - now.time_since_epoch();
    const bool set = !apart_ || std::chrono::abs(apart - *apart_) > set_clock;
    if (set || (next_look_ && now >= *next_look_)) {
        apart_ = apart;
        night_ = nights_.dark(minute_of_(wall));
        const auto change = nights_.next_change(wall, minute_of_);
        next_look_ = change ? std::optional(now + (*change - wall)) : std::nullopt;
    }
    if (awake_until_ && now >= *awake_until_) awake_until_.reset();
    dark_ = night_ && !awake_until_;
}

void Slumber::attend(TimePoint now) {
    awake_until_ = now + attended_for;
    dark_ = false;
}

bool Slumber::press(const Pressed& what, TimePoint now) {
    if (now >= taken_at_ + longest_press) taken_.clear();
    const bool wakes = dark_ || !taken_.empty();
    attend(now);
    if (!wakes) return false;
    taken_.push_back(what);
    taken_at_ = now;
    return true;
}

bool Slumber::takes(const SDL_Event& event, TimePoint now) {
    if (empty()) return false;
    if (is_focus_lost(event)) taken_.clear();
    const bool repeats = event.type == SDL_KEYDOWN && event.key.repeat != 0;
    const auto what = pressed_by(event);
    if (what && is_down(event) && !repeats) return press(*what, now);
    if (what && is_up(event)) return std::erase(taken_, *what) > 0 || dark_;
    return (what || is_other_input(event)) && (dark_ || !taken_.empty());
}

std::optional<Slumber::TimePoint> Slumber::due() const {
    Earliest next;
    next.add(next_look_);
    if (night_) next.add(awake_until_);
    return next.at();
}

}  // namespace ecsview::ui
