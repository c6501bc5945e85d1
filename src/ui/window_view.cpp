// SPDX-License-Identifier: GPL-2.0-or-later
// What the window shows of its console, and until when.
#include <chrono>
#include <utility>

#include "base/earliest.h"
#include "ui/window_loop.h"
#include "ui/words/timeline_text.h"

namespace ecsview::ui {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often the time line of a recording is shown anew.
constexpr milliseconds timeline_look{250};

}  // namespace

Scene Window::Loop::scene() const {
    return {state_,
            presenter_.has_picture(),
            current(),
            presenter_.blank(),
            controls_.prompt().open(),
            controls_.prompt().characters(),
            controls_.view_only(),
            controls_.words(),
            controls_.mouse_use()};
}

void Window::Loop::show_if_worth(TimePoint now) {
    const bool worth = presenter_.has_picture() || controls_.prompt().open() || state_.ending ||
                       (state_.phase == screen::Phase::waiting && !state_.headline.empty());
    if (shown_ || (!worth && now < started_ + options_.show_after)) return;
    shown_ = drawable_ = true;
    if (SDL_GetWindowFlags(window_) & SDL_WINDOW_SHOWN) return;  // another console had it
    SDL_ShowWindow(window_);
    SDL_RaiseWindow(window_);
}

Situation Window::Loop::situation() const {
    Situation now;
    now.behaviour = options_.behaviour;
    now.live = current();
    now.picture = presenter_.has_picture();
    now.mouse_steps = controls_.mouse_use() != MouseUse::places;
    now.can_take_over = state_.can_take_over;
    now.os = state_.machine.os;
    now.ended = state_.ending.has_value();
    now.fullscreen = placement_.fullscreen();
    now.statistics = figures_shown_;
    now.scale = presenter_.mode();
    now.records = options_.records;
    now.walled = options_.walled;
    now.several = options_.several;
    if (const auto* shown = session_.playback()) {
        now.playback = true;
        now.paused = shown->state().paused;
    }
    return now;
}

void Window::Loop::report(const Scene& seen, TimePoint now) {
    if (std::string words = narrator_.report(seen); words != told_) {
        told_ = std::move(words);
        supervision_.status(told_);
    }
    if (options_.beat_every && now >= next_beat_) {
        next_beat_ = now + *options_.beat_every;
        session_.prove_alive();
    }
}

// A second of statistics is over, in which something happened or that followed such a one.
void Window::Loop::tell_figures(TimePoint now) {
    if (!counts() || now < statistics_.due().value_or(TimePoint::max())) return;
    const Reading reading = statistics_.read(now, session_.meters());
    figures_ = text_of(reading);
    if (options_.stats && reading.changes > 0) log_reading(reading);
}

// What lies over the picture: the menu while it is open, else what there is to be told.
Cover Window::Loop::cover(const Scene& seen, TimePoint now) {
    const bool menu = controls_.menu_open();
    Overlay told = menu ? Overlay{} : narrator_.say(seen, now);
    if (figures_shown_ && told == Overlay{} && !menu) told = Hint{figures_};
    if (const auto* shown = session_.playback())
        if (controls_.timeline() && told == Overlay{} && !menu)
            told = Hint{text_of(shown->state())};
    if (auto* script = session_.stepping(); script && !menu && !controls_.prompt().open())
        told = Hint{script->words()};
    controls_.set_overlay(told);
    return menu ? Cover(controls_.menu(narrator_.status(seen, now)), true)
                : controls_.cover_with(told);
}

void Window::Loop::fall_asleep_or_wake() {
    const bool dark = display_.slumber.dark();
    if (dark == presenter_.dark()) return;
    presenter_.set_dark(dark);
    if (dark) controls_.let_go();
    if (auto seen = std::exchange(unseen_, std::nullopt)) screen::Mailbox::acknowledge(*seen);
}

// Brings the window to what the state says, and shows it when there is something to see.
void Window::Loop::refresh() {
    const TimePoint now = steady_clock::now();
    controls_.act_on_time(now);
    if (auto* script = session_.stepping(); script && !script->act(now)) quit();
    if (controls_.typing()) display_.attend(now);
    display_.look_at_the_time(now);
    fall_asleep_or_wake();
    if (placement_.settle(now)) presenter_.invalidate();
    show_if_worth(now);
    const Scene seen = scene();
    narrator_.watch(seen, now);
    report(seen, now);
    tell_figures(now);
    if (watch_) watch_screen(now);
    if (!shown_ || !drawable_) return;
    if (visible()) {
        controls_.set_situation(situation());
        presenter_.set_cover(cover(seen, now));
    }
    presenter_.present(now);
    if (const auto turn = turn_due(); turn && now >= *turn)
        controls_.perform(command::NextConsole{});
    if (!std::exchange(presented_, true)) supervision_.ready();
}

// Nobody misses a turn that nobody sees.
std::optional<TimePoint> Window::Loop::turn_due() const {
    return visible() && options_.several ? display_.turns.due() : std::nullopt;
}

std::optional<TimePoint> Window::Loop::next_deadline(TimePoint now) const {
    Earliest next;
    if (!shown_) next.add(started_ + options_.show_after);
    if (visible()) next.add(narrator_.next_change(scene(), now));
    if (shown_ && drawable_) next.add(presenter_.next_present());
    if (counts()) next.add(statistics_.due());
    next.add(controls_.next_deadline());
    if (const auto* shown = session_.playback())
        if (controls_.timeline() && !shown->state().paused) next.add(now + timeline_look);
    if (auto* script = session_.stepping()) next.add(script->due(now));
    next.add(placement_.due());
    next.add(display_.slumber.due());
    next.add(turn_due());
    if (watch_) next.add(watch_->due());
    if (options_.beat_every) next.add(next_beat_);
    return next.at();
}

void Window::Loop::wait(SDL_Event& event, screen::Mailbox& mailbox) {
    if (video_.wait(event, next_deadline(steady_clock::now()))) handle(event, mailbox);
}

}  // namespace ecsview::ui
