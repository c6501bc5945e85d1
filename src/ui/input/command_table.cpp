// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/command_table.h"

#include <SDL_scancode.h>

#include <algorithm>
#include <stdexcept>

namespace ecsview::ui {
namespace {

using namespace command;

Offer always(const Situation&) {
    return Offer::ready;
}

// What the card with a failure has no room for.
Offer until_the_end(const Situation& now) {
    return now.ended ? Offer::none : Offer::ready;
}

Offer while_it_can_help(const Situation& now) {
    return now.ended && !now.behaviour.can_retry ? Offer::none : Offer::ready;
}

Offer while_in_use(const Situation& now) {
    return now.can_take_over && !now.ended ? Offer::ready : Offer::none;
}

Offer with_keys(const Situation& now, bool understood) {
    if (now.behaviour.view_only || now.ended || !understood) return Offer::none;
    return now.live ? Offer::ready : Offer::grey;
}

Offer for_windows(const Situation& now) {
    return with_keys(now, now.ctrl_alt_del);
}

Offer for_linux(const Situation& now) {
    return with_keys(now, now.ctrl_alt_f);
}

Offer not_in_a_kiosk(const Situation& now) {
    return now.behaviour.kiosk ? Offer::none : Offer::ready;
}

std::string fullscreen_label(const Situation& now) {
    return now.fullscreen ? "Leave full screen" : "Full screen";
}

std::string statistics_label(const Situation& now) {
    return now.statistics ? "Hide statistics" : "Statistics";
}

std::string scale_label(const Situation& now) {
    return "Scale: " + row_of(SetScale{now.scale}).label.in(now);
}

constexpr auto nowhere = std::nullopt;
constexpr auto in_main = MenuPage::main, in_scale = MenuPage::scale, in_keys = MenuPage::keys;

const CommandRow table[] = {
    // command, name in --hotkeys, chord, page, label, key, when
    {ToggleMenu{}, "menu", "ctrl+alt+m", nowhere, "", "", until_the_end},
    {ShowPage{MenuPage::main}, "main-page", "", nowhere, "", "", until_the_end},

    {Reconnect{}, "reconnect", "", in_main, "Reconnect now", "R", while_it_can_help},
    {TakeOver{}, "take-over", "", in_main, "Take over the console", "T", while_in_use},
    {SendCtrlAlt{SDL_SCANCODE_DELETE}, "ctrl-alt-del", "", in_main, "Send Ctrl+Alt+Del", "D",
     for_windows},
    {ShowPage{MenuPage::keys}, "keys-page", "", in_main, "Send Ctrl+Alt+F1 \u2026 F10", "K",
     for_linux},
    {ShowPage{MenuPage::scale}, "scale-page", "", in_main, scale_label, "S", until_the_end},
    {ToggleFullscreen{}, "fullscreen", "ctrl+alt+enter", in_main, fullscreen_label, "F",
     not_in_a_kiosk},
    {ToggleStatistics{}, "statistics", "", in_main, statistics_label, "I", until_the_end},
    {Quit{}, "quit", "", in_main, "Quit ecsview", "Q", not_in_a_kiosk},
    {CloseMenu{}, "close-menu", "", in_main, "Close this menu", "Esc", until_the_end},

    {SetScale{ScaleMode::fit}, "scale-fit", "", in_scale, "Fit the window", "F", always},
    {SetScale{ScaleMode::integer}, "scale-integer", "", in_scale, "Whole multiples", "W", always},
    {SetScale{ScaleMode::none}, "scale-none", "", in_scale, "Pixel for pixel", "P", always},
    {SetScale{ScaleMode::stretch}, "scale-stretch", "", in_scale, "Stretch", "S", always},

    {SendCtrlAlt{SDL_SCANCODE_F1}, "ctrl-alt-f1", "", in_keys, "Ctrl+Alt+F1", "1", for_linux},
    {SendCtrlAlt{SDL_SCANCODE_F2}, "ctrl-alt-f2", "", in_keys, "Ctrl+Alt+F2", "2", for_linux},
    {SendCtrlAlt{SDL_SCANCODE_F3}, "ctrl-alt-f3", "", in_keys, "Ctrl+Alt+F3", "3", for_linux},
    {SendCtrlAlt{SDL_SCANCODE_F4}, "ctrl-alt-f4", "", in_keys, "Ctrl+Alt+F4", "4", for_linux},
    {SendCtrlAlt{SDL_SCANCODE_F5}, "ctrl-alt-f5", "", in_keys, "Ctrl+Alt+F5", "5", for_linux},
    {SendCtrlAlt{SDL_SCANCODE_F6}, "ctrl-alt-f6", "", in_keys, "Ctrl+Alt+F6", "6", for_linux},
    {SendCtrlAlt{SDL_SCANCODE_F7}, "ctrl-alt-f7", "", in_keys, "Ctrl+Alt+F7", "7", for_linux},
    {SendCtrlAlt{SDL_SCANCODE_F8}, "ctrl-alt-f8", "", in_keys, "Ctrl+Alt+F8", "8", for_linux},
    {SendCtrlAlt{SDL_SCANCODE_F9}, "ctrl-alt-f9", "", in_keys, "Ctrl+Alt+F9", "9", for_linux},
    {SendCtrlAlt{SDL_SCANCODE_F10}, "ctrl-alt-f10", "", in_keys, "Ctrl+Alt+F10", "0", for_linux},
};

}  // namespace

std::span<const CommandRow> command_table() {
    return table;
}

const CommandRow& row_of(const Command& command) {
    const auto row = std::ranges::find(table, command, &CommandRow::command);
    if (row == std::end(table)) throw std::logic_error("a command that is not in the table");
    return *row;
}

const CommandRow* row_by_name(std::string_view name) {
    const auto row = std::ranges::find(table, name, &CommandRow::name);
    return row == std::end(table) ? nullptr : &*row;
}

}  // namespace ecsview::ui
