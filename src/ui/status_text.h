// SPDX-License-Identifier: GPL-2.0-or-later
// The words of the overlay, from the state of the connection and the time; and when they will next
// change, so that the ui thread sleeps until then. Pure; the clock is passed in.
#pragma once

#include <chrono>
#include <string>

#include "base/error.h"
#include "screen/console_state.h"
#include "ui/overlay.h"

namespace ecsview::ui {

using TimePoint = std::chrono::steady_clock::time_point;

// Over the last picture while the connection is not live.
Banner banner_of(const screen::ConsoleState& state, TimePoint now);
// Before the first picture; `target` is what the user asked for.
Notice start_notice(const screen::ConsoleState& state, const std::string& target, TimePoint now);
Notice ending_notice(const Failure& failure);
PromptView prompt_view(const screen::PasswordPrompt& prompt, std::size_t characters);

// The next moment at which a shown number of seconds changes; later than `now`.
TimePoint next_change(const screen::ConsoleState& state, TimePoint now);

}  // namespace ecsview::ui
