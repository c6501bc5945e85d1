// SPDX-License-Identifier: GPL-2.0-or-later
// The words of the overlay, from the state of the connection and the time; and when they will next
// change, so that the ui thread sleeps until then. Pure; the clock is passed in.
#pragma once

#include <chrono>
#include <string>

#include "base/error.h"
#include "screen/console_state.h"
#include "screen/screen_state.h"
#include "ui/input/behaviour.h"
#include "ui/input/mouse_use.h"
#include "ui/words/overlay.h"

namespace ecsview::ui {

using TimePoint = std::chrono::steady_clock::time_point;

// What the words need to know of the program itself.
struct Names {
    std::string target;    // what the user asked for, without secrets
    std::string menu_key;  // "Ctrl+Alt+M", or empty
    Behaviour behaviour = {};
    std::string mouse_back_key = {};  // takes the mouse back from the guest, or empty
};

// What the console is called: the machine's name where it is known, else what the user asked for.
std::string name_of(const screen::Machine& machine, const std::string& target);
// With the instance ID behind the name: for the window's title, where several may be told apart.
std::string full_name_of(const screen::Machine& machine, const std::string& target);
// The window's title: that, and which state the screen is in where that is worth a word.
std::string window_title(const std::string& name, screen::ScreenState state);
// What goes on in the phase, without a full stop; every phase has words.
std::string phase_text(screen::Phase phase);
// Over the last picture while the connection is not live.
Banner banner_of(const screen::ConsoleState& state, const Names& names, TimePoint now);
// Before the first picture.
Notice start_notice(const screen::ConsoleState& state, const Names& names, TimePoint now);
// Over a picture of one colour.
Hint blank_hint(const Names& names, screen::OsType os);
// When somebody uses the mouse of a guest that takes steps.
Hint mouse_hint(const Names& names, MouseUse mouse);

struct MenuStatus {
    std::string title, text;
    Tone tone = Tone::calm;
};

PromptView prompt_view(const screen::PasswordPrompt& prompt, std::size_t characters, bool kiosk);

// The next moment at which a shown number of seconds changes; later than `now`.
TimePoint next_change(const screen::ConsoleState& state, TimePoint now);

}  // namespace ecsview::ui
