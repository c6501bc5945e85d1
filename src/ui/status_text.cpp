// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/status_text.h"

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

std::string phase_text(screen::Phase phase) {
    switch (phase) {
        case screen::Phase::asking: return "Asking for the console's address";
        case screen::Phase::connecting: return "Opening the tunnel to the console";
        case screen::Phase::handshake: break;
        case screen::Phase::live: break;
        case screen::Phase::waiting: return "Waiting for the next attempt";
        case screen::Phase::ended: return "The connection has ended";
    }
    return "Waiting for the first picture";
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

std::string detail_text(const screen::ConsoleState& state, TimePoint now) {
    const auto since = elapsed(state, now);
    std::string text = since >= seconds{1} ? "for " + duration_text(since) : "";
    const std::string attempt = attempt_text(state, now);
    if (!attempt.empty()) text += (text.empty() ? "" : " \u00b7 ") + attempt;
    return text;
}

}  // namespace

Banner banner_of(const screen::ConsoleState& state, TimePoint now) {
    const std::string phase = phase_text(state.phase), detail = detail_text(state, now);
    if (state.phase == screen::Phase::ended)
        return {state.ending ? state.ending->sentence : phase, {}, Tone::bad};
    if (state.headline.empty()) return {phase, detail, Tone::waiting};
    const bool waits = state.phase == screen::Phase::waiting && !detail.empty();
    return {state.headline, waits ? detail : phase + (detail.empty() ? "" : " " + detail),
            Tone::waiting};
}

Notice start_notice(const screen::ConsoleState& state, const std::string& target, TimePoint now) {
    const bool waits = state.phase == screen::Phase::waiting;
    const std::string detail = detail_text(state, now);
    const std::string phase = phase_text(state.phase) + (detail.empty() ? "" : " " + detail);
    Notice notice;
    notice.title = "Connecting to " + target + "\u2026";
    notice.tone = waits ? Tone::waiting : Tone::calm;
    notice.text = state.headline.empty() ? phase : state.headline;
    if (!state.headline.empty()) notice.hint = waits && !detail.empty() ? detail : phase;
    return notice;
}

Notice ending_notice(const Failure& failure) {
    return {"The connection has ended", failure.sentence, "Press a key to close the window.",
            Tone::bad};
}

PromptView prompt_view(const screen::PasswordPrompt& prompt, std::size_t characters) {
    const std::string hint = "Enter: connect \u00b7 Esc: cancel";
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
