// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/words/status_text.h"

#include <algorithm>

#include "base/language.h"

namespace ecsview::ui {
namespace {

using std::chrono::ceil;
using std::chrono::floor;
using std::chrono::seconds;

// "7 s", "3 min 20 s", "2 h 05 min": as exact as a person cares.
std::string duration_text(seconds span) {
    const auto s = span.count();
    const auto two = [](auto n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    if (s < 60) return tr("{1} s", s);
    if (s < 3600) return tr("{1} min {2} s", s / 60, two(s % 60));
    return tr("{1} h {2} min", s / 3600, two(s / 60 % 60));
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
    if (left <= seconds{0}) return tr("trying again now");
    return tr("next attempt in {1}", duration_text(left));
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
    if (since >= seconds{1}) parts.add(tr("for {1}", duration_text(since)));
    parts.add(attempt_text(state, now));
    if (state.can_take_over) parts.add(tr("the menu can take it over"));
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
    const std::string words = tr(row_of(state).words);
    const std::string what =
        name.empty() || words.empty() ? name + words : tr("{1}: {2}", name, words);
    return what.empty() ? "ecsview" : what + " - ecsview";
}

std::string phase_text(screen::Phase phase) {
    switch (phase) {
        case screen::Phase::asking: return tr("Asking for the console's address");
        case screen::Phase::connecting: return tr("Opening the tunnel to the console");
        case screen::Phase::handshake:
        case screen::Phase::live: break;
        case screen::Phase::waiting: return tr("Waiting for the next attempt");
        case screen::Phase::ended: return tr("The connection has ended");
    }
    return tr("Waiting for the first picture");
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
    notice.title = tr("Connecting to {1}\u2026", name_of(state.machine, names.target));
    notice.tone = what.empty() ? Tone::calm : Tone::waiting;
    notice.text = what.empty() ? activity(state) : what;
    notice.hint = detail_text(state, !what.empty() && !waits(state), now);
    return notice;
}

// A Linux console wakes at any key, Windows wants Ctrl+Alt+Del, which may be a chord of the local
// system too: so the menu sends it.
Hint blank_hint(const Names& names, screen::OsType os) {
    if (names.behaviour.view_only) return {tr("The guest's screen is blank.")};
    if (os == screen::OsType::linux)
        return {tr("The guest's screen is blank: press a key to wake it.")};
    const std::string menu = names.menu_key.empty()
                                 ? tr("send Ctrl+Alt+Del by the menu")
                                 : tr("send Ctrl+Alt+Del by the menu ({1})", names.menu_key);
    if (os == screen::OsType::windows)
        return {tr("The guest's screen is blank: press a key, or {1}.", menu)};
    return {tr("The guest's screen is blank: press a key; if it is Windows, {1}.", menu)};
}

Hint mouse_hint(const Names& names, MouseUse mouse) {
    if (mouse != MouseUse::captured) return {tr("Click to give the mouse to the guest.")};
    if (!names.mouse_back_key.empty())
        return {tr("The guest has the mouse. {1} takes it back.", names.mouse_back_key)};
    if (names.behaviour.kiosk) return {tr("The guest has the mouse.")};
    return {tr("The guest has the mouse. Switching to another window takes it back.")};
}

PromptView prompt_view(const screen::PasswordPrompt& prompt, std::size_t characters, bool kiosk) {
    const std::string hint =
        kiosk ? tr("Enter: connect \u00b7 Esc: clear") : tr("Enter: connect \u00b7 Esc: cancel");
    const std::string again =
        prompt.attempt > 1 ? " \u00b7 " + tr("attempt {1} of 3", prompt.attempt) : "";
    return {tr("VNC password"), prompt.text, characters, hint + again};
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
