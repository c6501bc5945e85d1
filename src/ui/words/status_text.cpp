// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/status_text.h"

#include <algorithm>

namespace ecsview::ui {
namespace {

using std::chrono::ceil;
using std::chrono::floor;
using std::chrono::seconds;

// "7 s", "3 min 20 s", "2 h 05 min": as exact as a person cares.
std::string duration_text(seconds span) {
    const auto s = span.count();
    const auto two = [](auto n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    if (s < 60) return std::to_string(s) + " s";
    if (s < 3600) return std::to_string(s / 60) + " min " + two(s % 60) + " s";
    return std::to_string(s / 3600) + " h " + two(s / 60 % 60) + " min";
}

// A state without a beginning has just begun.
seconds elapsed(const screen::ConsoleState& state, TimePoint now) {
    if (state.since == TimePoint{}) return seconds{0};
    return std::max(seconds{0}, floor<seconds>(now - state.since));
}

// Counted upwards, so that "in 1 s" is the last thing that is said.
std::string attempt_text(const screen::ConsoleState& state, TimePoint now) {
    if (!state.next_attempt) return {};
    const auto left = ceil<seconds>(*state.next_attempt - now);
    if (left <= seconds{0}) return "trying again now";
    return "next attempt in " + duration_text(left);
}

bool waits(const screen::ConsoleState& state) {
    return state.phase == screen::Phase::waiting;
}

// What goes on: the connection's own words where it has some for the phase.
std::string activity(const screen::ConsoleState& state) {
    const bool own =
        state.phase == screen::Phase::asking || state.phase == screen::Phase::connecting;
    return own && !state.headline.empty() ? state.headline : phase_text(state.phase);
}

// What happened; empty when nothing did.
std::string cause(const screen::ConsoleState& state) {
    return waits(state) && !state.headline.empty() ? state.headline : state.loss;
}

class Parts {
public:
    void add(const std::string& part) {
        if (!part.empty()) text_ += (text_.empty() ? "" : " \u00b7 ") + part;
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

// "Connecting to ... · for 12 s", "for 12 s · next attempt in 3 s".
std::string detail_text(const screen::ConsoleState& state, bool with_activity, TimePoint now) {
    Parts parts;
    if (with_activity) parts.add(activity(state));
    const auto since = elapsed(state, now);
    if (since >= seconds{1}) parts.add("for " + duration_text(since));
    parts.add(attempt_text(state, now));
    if (state.can_take_over) parts.add("the menu can take it over");
    return parts.text();
}

}  // namespace

std::string name_of(const screen::Machine& machine, const std::string& target) {
    return machine.name.empty() ? target : machine.name;
}

std::string full_name_of(const screen::Machine& machine, const std::string& target) {
    const bool both = !machine.name.empty() && !machine.id.empty();
    return both ? machine.name + " (" + machine.id + ")" : name_of(machine, target);
}

std::string window_title(const std::string& name, screen::ScreenState state) {
    const std::string words(row_of(state).words);
    const std::string what = name.empty() || words.empty() ? name + words : name + ": " + words;
    return what.empty() ? "ecsview" : what + " - ecsview";
}

std::string phase_text(screen::Phase phase) {
    switch (phase) {
        case screen::Phase::asking: return "Asking for the console's address";
        case screen::Phase::connecting: return "Opening the tunnel to the console";
        case screen::Phase::handshake:
        case screen::Phase::live: break;
        case screen::Phase::waiting: return "Waiting for the next attempt";
        case screen::Phase::ended: return "The connection has ended";
    }
    return "Waiting for the first picture";
}

Banner banner_of(const screen::ConsoleState& state, const Names& names, TimePoint now) {
    if (state.phase == screen::Phase::ended)
        return {state.ending ? state.ending->sentence : phase_text(state.phase),
                {},
                Tone::bad,
                names.menu_key};
    const std::string what = cause(state);
    const bool with_activity = !what.empty() && !waits(state);
    return {what.empty() ? activity(state) : what, detail_text(state, with_activity, now),
            Tone::waiting, names.menu_key};
}

Notice start_notice(const screen::ConsoleState& state, const Names& names, TimePoint now) {
    const std::string what = cause(state);
    Notice notice;
    notice.title = "Connecting to " + name_of(state.machine, names.target) + "\u2026";
    notice.tone = what.empty() ? Tone::calm : Tone::waiting;
    notice.text = what.empty() ? activity(state) : what;
    notice.hint = detail_text(state, !what.empty() && !waits(state), now);
    return notice;
}

// A Linux console wakes at any key, Windows wants Ctrl+Alt+Del, which may be a chord of the local
// system too: so the menu sends it.
Hint blank_hint(const Names& names, screen::OsType os) {
    std::string text = "The guest's screen is blank";
    if (names.behaviour.view_only) return {text + "."};
    const std::string menu = "send Ctrl+Alt+Del by the menu" +
                             (names.menu_key.empty() ? std::string() : " (" + names.menu_key + ")");
    if (os == screen::OsType::windows) return {text + ": press a key, or " + menu + "."};
    if (os == screen::OsType::linux) return {text + ": press a key to wake it."};
    return {text + ": press a key; if it is Windows, " + menu + "."};
}

Hint mouse_hint(const Names& names, MouseUse mouse) {
    if (mouse != MouseUse::captured) return {"Click to give the mouse to the guest."};
    if (names.mouse_back_key.empty() && names.behaviour.kiosk) return {"The guest has the mouse."};
    const std::string how =
        names.mouse_back_key.empty() ? "Switching to another window" : names.mouse_back_key;
    return {"The guest has the mouse. " + how + " takes it back."};
}

PromptView prompt_view(const screen::PasswordPrompt& prompt, std::size_t characters, bool kiosk) {
    const std::string hint =
        std::string("Enter: connect \u00b7 Esc: ") + (kiosk ? "clear" : "cancel");
    const std::string again =
        prompt.attempt > 1 ? " \u00b7 attempt " + std::to_string(prompt.attempt) + " of 3" : "";
    return {"VNC password", prompt.text, characters, hint + again};
}

TimePoint next_change(const screen::ConsoleState& state, TimePoint now) {
    TimePoint next = state.since + elapsed(state, now) + seconds{1};
    if (next <= now) next = now + seconds{1};
    if (state.next_attempt && *state.next_attempt > now) {
        const auto left = ceil<seconds>(*state.next_attempt - now);
        const TimePoint change = *state.next_attempt - (left - seconds{1});
        if (change > now) next = std::min(next, change);
    }
    return next;
}

}  // namespace ecsview::ui
