// SPDX-License-Identifier: GPL-2.0-or-later
// What a person can ask of the program: the menu's rows, the hotkeys and the menu's corner all make
// such a value, and Controls::perform() is the one place that does what it says. Each alternative
// has its own data. The table in command_table.cpp says the rest: name, words, chord, and when.
#pragma once

#include <variant>

#include "text/selection.h"
#include "ui/input/key_chord.h"
#include "ui/picture/viewport.h"

namespace ecsview::ui {

enum class MenuPage { main, consoles, copy, scale, playback, keys, other_keys, sysrq };

namespace command {

struct Reconnect {
    bool operator==(const Reconnect&) const = default;
};
struct TakeOver {
    bool operator==(const TakeOver&) const = default;
};
// Pressed and let go.
struct SendKeys {
    KeyChord keys;
    bool operator==(const SendKeys&) const = default;
};
// The same with a chord of --send-keys, counted from 0.
struct SendOwn {
    std::size_t number;
    bool operator==(const SendOwn&) const = default;
};
// The modifier (SDL's scancode) is down until the next key, or until this is asked for once more.
struct HoldKey {
    int modifier;
    bool operator==(const HoldKey&) const = default;
};
// In a window: all keys are the guest's, also those of the window manager.
struct ToggleGrab {
    bool operator==(const ToggleGrab&) const = default;
};
struct ToggleViewOnly {
    bool operator==(const ToggleViewOnly&) const = default;
};
// The local clipboard's text as key presses.
struct Paste {
    bool operator==(const Paste&) const = default;
};
// Text of the screen is marked by a person, for the local clipboard.
struct CopyText {
    text::Shape shape;
    bool operator==(const CopyText&) const = default;
};
// All text of the screen.
struct CopyAll {
    bool operator==(const CopyAll&) const = default;
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
// Gives the mouse to a guest that takes steps, or takes it back.
struct ToggleMouse {
    bool operator==(const ToggleMouse&) const = default;
};
// The keyboard on the screen.
struct ToggleKeyboard {
    bool operator==(const ToggleKeyboard&) const = default;
};
// The sentence of the failure that is shown, for a ticket.
struct CopyFailure {
    bool operator==(const CopyFailure&) const = default;
};
// Makes a file of the last minutes of the picture.
struct SaveRecording {
    bool operator==(const SaveRecording&) const = default;
};
// Of a recording that is shown.
struct PausePlayback {
    bool operator==(const PausePlayback&) const = default;
};
struct SeekPlayback {
    static constexpr int all = 1'000'000;  // more than there is: to one end
    int seconds;                           // from here
    bool operator==(const SeekPlayback&) const = default;
};
struct ToggleTimeline {
    bool operator==(const ToggleTimeline&) const = default;
};
struct SetPlaybackSpeed {
    int times;
    bool operator==(const SetPlaybackSpeed&) const = default;
};
// From one console of a wall to all of them.
struct ToWall {
    bool operator==(const ToWall&) const = default;
};
// To another console of the wall, in the order in which they were named.
struct NextConsole {
    bool operator==(const NextConsole&) const = default;
};
struct PreviousConsole {
    bool operator==(const PreviousConsole&) const = default;
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
    std::variant<command::Reconnect, command::TakeOver, command::SendKeys, command::SendOwn,
                 command::HoldKey, command::ToggleGrab, command::ToggleViewOnly, command::Paste,
                 command::CopyText, command::CopyAll, command::SetScale, command::ToggleFullscreen,
                 command::ToggleStatistics, command::ToggleMouse, command::ToggleKeyboard,
                 command::CopyFailure, command::SaveRecording, command::PausePlayback,
                 command::SeekPlayback, command::SetPlaybackSpeed, command::ToggleTimeline,
                 command::ToWall, command::NextConsole, command::PreviousConsole, command::Quit,
                 command::ToggleMenu, command::ShowPage, command::CloseMenu>;

}  // namespace ecsview::ui
