// SPDX-License-Identifier: GPL-2.0-or-later
// What a console's screen shows, as one of a few states, each with the fixed name that logs, the
// metrics, hooks and scripts know it by. docs/kiosk.md has the same names. Values; any thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <string_view>

#include "base/language.h"

namespace ecsview::screen {

enum class ScreenState {
    unknown,      // nothing was seen yet
    boot,         // firmware or a boot loader
    panic,        // the kernel has given up
    rescue,       // a system that did not come up asks for help
    login,        // asks who is there
    password,     // asks for a password, which is not shown
    blue_screen,  // Windows has stopped
    blank,        // one colour
    frozen,       // does not answer what is typed
    running,      // anything else
};

namespace screen_states {

struct Row {
    ScreenState state;
    std::string_view name;   // stays as it is
    std::string_view words;  // in the window's title, English; empty: not worth it
};

inline constexpr Row table[] = {
    {ScreenState::unknown, "unknown", ""},
    {ScreenState::boot, "boot", tr_later("boot loader")},
    {ScreenState::panic, "panic", tr_later("kernel panic")},
    {ScreenState::rescue, "rescue", tr_later("rescue")},
    {ScreenState::login, "login", tr_later("login")},
    {ScreenState::password, "password", tr_later("password")},
    {ScreenState::blue_screen, "bluescreen", tr_later("blue screen")},
    {ScreenState::blank, "blank", tr_later("blank")},
    {ScreenState::frozen, "frozen", tr_later("frozen")},
    {ScreenState::running, "running", ""},
};

}  // namespace screen_states

// The rows stand in the order of the states.
constexpr const screen_states::Row& row_of(ScreenState state) noexcept {
    return screen_states::table[static_cast<std::size_t>(state)];
}

constexpr std::string_view name_of(ScreenState state) noexcept {
    return row_of(state).name;
}

// By its name; nothing: there is none of that name.
constexpr std::optional<ScreenState> screen_state_of(std::string_view name) noexcept {
    const auto* found = std::ranges::find(screen_states::table, name, &screen_states::Row::name);
    if (found == std::end(screen_states::table)) return std::nullopt;
    return found->state;
}

}  // namespace ecsview::screen
