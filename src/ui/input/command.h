// SPDX-License-Identifier: GPL-2.0-or-later
// What a person can ask of the program: the menu's rows, the hotkeys and the menu's corner all make
// such a value, and Controls::perform() is the one place that does what it says. Each alternative
// has its own data. The table in command_table.cpp says the rest: name, words, chord, and when.
#pragma once

#include <variant>

#include "ui/picture/viewport.h"

namespace ecsview::ui {

enum class MenuPage { main, scale, keys };

namespace command {

struct Reconnect {
    bool operator==(const Reconnect&) const = default;
};
struct TakeOver {
    bool operator==(const TakeOver&) const = default;
};
// Ctrl+Alt and this key, pressed and let go.
struct SendCtrlAlt {
    int scancode;  // SDL's
    bool operator==(const SendCtrlAlt&) const = default;
};
struct SetScale {
    ScaleMode mode;
    bool operator==(const SetScale&) const = default;
};
struct ToggleFullscreen {
    bool operator==(const ToggleFullscreen&) const = default;
};
struct ToggleStatistics {
    bool operator==(const ToggleStatistics&) const = default;
};
struct Quit {
    bool operator==(const Quit&) const = default;
};
struct ToggleMenu {
    bool operator==(const ToggleMenu&) const = default;
};
// Opens the menu if it is not open.
struct ShowPage {
    MenuPage page;
    bool operator==(const ShowPage&) const = default;
};
struct CloseMenu {
    bool operator==(const CloseMenu&) const = default;
};

}  // namespace command

using Command =
    std::variant<command::Reconnect, command::TakeOver, command::SendCtrlAlt, command::SetScale,
                 command::ToggleFullscreen, command::ToggleStatistics, command::Quit,
                 command::ToggleMenu, command::ShowPage, command::CloseMenu>;

}  // namespace ecsview::ui
