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

Offer at_the_end(const Situation& now) {
    return now.ended ? Offer::ready : Offer::none;
}

Offer while_it_can_help(const Situation& now) {
    return now.ended && !now.behaviour.can_retry ? Offer::none : Offer::ready;
}

// Nothing is at the other end of a recording.
Offer of_a_console(const Situation& now) {
    return now.playback ? Offer::none : while_it_can_help(now);
}

Offer in_a_recording(const Situation& now) {
    return now.playback && !now.ended ? Offer::ready : Offer::none;
}

Offer while_recording(const Situation& now) {
    if (!now.records || now.behaviour.kiosk || now.ended) return Offer::none;
    return now.picture ? Offer::ready : Offer::grey;
}

Offer while_in_use(const Situation& now) {
    return now.can_take_over && !now.ended ? Offer::ready : Offer::none;
}

Offer with_keys(const Situation& now) {
    if (now.behaviour.view_only || now.ended) return Offer::none;
    return now.live ? Offer::ready : Offer::grey;
}

// With --view-only, too: then it says why it does nothing. Nobody has put a text into a kiosk.
Offer with_text(const Situation& now) {
    if (now.behaviour.kiosk || now.ended || now.playback) return Offer::none;
    return now.live || now.prompting || now.behaviour.view_only ? Offer::ready : Offer::grey;
}

// Also of the last picture of a connection that was lost. A kiosk's clipboard is nobody's.
Offer with_a_picture(const Situation& now) {
    if (now.behaviour.kiosk || now.ended) return Offer::none;
    return now.picture && !now.prompting ? Offer::ready : Offer::grey;
}

template <std::size_t number>
Offer of_ones_own(const Situation& now) {
    return number < now.own_chords.size() ? with_keys(now) : Offer::none;
}

// It types for the guest, and a password here.
Offer with_keys_or_prompt(const Situation& now) {
    return now.prompting && !now.ended ? Offer::ready : with_keys(now);
}

// Full screen has all keys by itself. Without a chord nobody could leave it.
Offer in_a_window(const Situation& now) {
    if (now.grabbed) return Offer::ready;
    const bool possible = !now.fullscreen && !now.behaviour.kiosk && now.grab_has_a_way_out;
    return possible ? with_keys(now) : Offer::none;
}

// Whoever stands before a kiosk is not to switch it.
Offer without_a_failure_or_kiosk(const Situation& now) {
    return now.behaviour.kiosk || now.playback ? Offer::none : until_the_end(now);
}

Offer for_steps(const Situation& now) {
    return now.mouse_steps && now.mouse_may_go ? with_keys(now) : Offer::none;
}

Offer on_a_wall(const Situation& now) {
    return now.walled ? Offer::ready : Offer::none;
}

Offer of_several(const Situation& now) {
    return now.several && !now.playback ? Offer::ready : Offer::none;
}

Offer not_in_a_kiosk(const Situation& now) {
    return now.behaviour.kiosk ? Offer::none : Offer::ready;
}

std::string fullscreen_label(const Situation& now) {
    return now.fullscreen ? tr("Leave full screen") : tr("Full screen");
}

std::string pause_label(const Situation& now) {
    return now.paused ? tr("Play") : tr("Pause");
}

std::string statistics_label(const Situation& now) {
    return now.statistics ? tr("Hide statistics") : tr("Statistics");
}

std::string grab_label(const Situation& now) {
    return now.grabbed ? tr("Give the keyboard back") : tr("Send all keys");
}

std::string keyboard_label(const Situation& now) {
    return now.keyboard ? tr("Hide the keyboard") : tr("Keyboard on the screen");
}

std::string view_only_label(const Situation& now) {
    return now.behaviour.view_only ? tr("Send keys and pointer") : tr("View only");
}

template <std::size_t number>
std::string own_label(const Situation& now) {
    return number < now.own_chords.size() ? now.own_chords[number] : "Own keys";
}

std::string scale_label(const Situation& now) {
    return tr("Scale: {1}", row_of(SetScale{now.scale}).label.in(now));
}

constexpr auto nowhere = std::nullopt;
constexpr auto in_main = MenuPage::main, in_consoles = MenuPage::consoles, in_copy = MenuPage::copy,
               in_scale = MenuPage::scale, in_playback = MenuPage::playback,
               in_keys = MenuPage::keys, in_other = MenuPage::other_keys,
               in_sysrq = MenuPage::sysrq;
constexpr auto anybody = Guest::any, windows = Guest::windows, linux_guest = Guest::linux;

constexpr int control = SDL_SCANCODE_LCTRL, alt = SDL_SCANCODE_LALT, super = SDL_SCANCODE_LGUI,
              print = SDL_SCANCODE_PRINTSCREEN;

constexpr SendKeys keys(int first, int second = 0, int third = 0) {
    return {{{first, second, third}}};
}
constexpr SendKeys ctrl_alt(int key) {
    return keys(control, alt, key);
}
constexpr SendKeys sysrq(int key) {
    return keys(alt, print, key);
}

const CommandRow table[] = {
    // command, name in --hotkeys, chord, page, label, key, when, for whose guests above the others
    {ToggleMenu{}, "menu", "ctrl+alt+m", nowhere, "", "", until_the_end, anybody},
    {ShowPage{MenuPage::main}, "main-page", "", nowhere, "", "", until_the_end, anybody},

    {ToWall{}, "wall", "", in_main, tr_later("All consoles"), "A", on_a_wall, anybody},
    {ShowPage{MenuPage::consoles}, "consoles-page", "", in_main, tr_later("The other consoles"),
     "N", of_several, anybody},
    {Reconnect{}, "reconnect", "", in_main, tr_later("Reconnect now"), "R", of_a_console, anybody},
    {TakeOver{}, "take-over", "", in_main, tr_later("Take over the console"), "T", while_in_use,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_DELETE)}, "ctrl-alt-del", "", in_main,
     tr_later("Send Ctrl+Alt+Del"), "D", with_keys, windows},
    {ShowPage{MenuPage::keys}, "keys-page", "", in_main, tr_later("Send Ctrl+Alt+F1 \u2026 F12"),
     "K", with_keys, linux_guest},
    {ShowPage{MenuPage::other_keys}, "other-keys-page", "", in_main, tr_later("Send other keys"),
     "O", with_keys, anybody},
    {Paste{}, "paste", "ctrl+alt+v", in_main, tr_later("Type the clipboard"), "C", with_text,
     anybody},
    {ShowPage{MenuPage::copy}, "copy-page", "", in_main, tr_later("Copy from the screen"), "Y",
     with_a_picture, anybody},
    {ToggleGrab{}, "grab", "", in_main, grab_label, "G", in_a_window, anybody},
    {ToggleMouse{}, "mouse", "", in_main, tr_later("Give the mouse to the guest"), "M", for_steps,
     anybody},
    {ToggleKeyboard{}, "keyboard", "", in_main, keyboard_label, "B", with_keys_or_prompt, anybody},
    {ToggleViewOnly{}, "view-only", "", in_main, view_only_label, "V", without_a_failure_or_kiosk,
     anybody},
    {ShowPage{MenuPage::scale}, "scale-page", "", in_main, scale_label, "S", until_the_end,
     anybody},
    {ToggleFullscreen{}, "fullscreen", "ctrl+alt+enter", in_main, fullscreen_label, "F",
     not_in_a_kiosk, anybody},
    {ToggleStatistics{}, "statistics", "", in_main, statistics_label, "I", until_the_end, anybody},
    {SaveRecording{}, "save-recording", "", in_main, tr_later("Save the last minutes"), "L",
     while_recording, anybody},
    {PausePlayback{}, "pause", "", in_main, pause_label, "P", in_a_recording, anybody},
    {ToggleTimeline{}, "timeline", "", in_main, tr_later("Time line"), "N", in_a_recording,
     anybody},
    {ShowPage{MenuPage::playback}, "playback-page", "", in_main, tr_later("Go to, and how fast"),
     "W", in_a_recording, anybody},
    {CopyFailure{}, "copy-failure", "", nowhere, "", "", at_the_end, anybody},
    {Quit{}, "quit", "", in_main, tr_later("Quit ecsview"), "Q", not_in_a_kiosk, anybody},
    {CloseMenu{}, "close-menu", "", in_main, tr_later("Close this menu"), "Esc", until_the_end,
     anybody},

    {NextConsole{}, "next-console", "", in_consoles, tr_later("Next console"), "N", of_several,
     anybody},
    {PreviousConsole{}, "previous-console", "", in_consoles, tr_later("Previous console"), "P",
     of_several, anybody},

    {CopyText{text::Shape::lines}, "copy", "ctrl+alt+c", in_copy, tr_later("Lines"), "L",
     with_a_picture, anybody},
    {CopyText{text::Shape::rectangle}, "copy-rectangle", "", in_copy, tr_later("A rectangle"), "R",
     with_a_picture, anybody},
    {CopyAll{}, "copy-all", "", in_copy, tr_later("All of it"), "A", with_a_picture, anybody},

    {SetScale{ScaleMode::fit}, "scale-fit", "", in_scale, tr_later("Fit the window"), "F", always,
     anybody},
    {SetScale{ScaleMode::integer}, "scale-integer", "", in_scale, tr_later("Whole multiples"), "W",
     always, anybody},
    {SetScale{ScaleMode::none}, "scale-none", "", in_scale, tr_later("Pixel for pixel"), "P",
     always, anybody},
    {SetScale{ScaleMode::stretch}, "scale-stretch", "", in_scale, tr_later("Stretch"), "S", always,
     anybody},

    {SeekPlayback{-60}, "back-a-minute", "", in_playback, tr_later("Back a minute"), "1",
     in_a_recording, anybody},
    {SeekPlayback{-10}, "back-10-seconds", "", in_playback, tr_later("Back 10 seconds"), "2",
     in_a_recording, anybody},
    {SeekPlayback{10}, "on-10-seconds", "", in_playback, tr_later("On 10 seconds"), "3",
     in_a_recording, anybody},
    {SeekPlayback{60}, "on-a-minute", "", in_playback, tr_later("On a minute"), "4", in_a_recording,
     anybody},
    {SeekPlayback{-SeekPlayback::all}, "to-begin", "", in_playback, tr_later("To the beginning"),
     "B", in_a_recording, anybody},
    {SeekPlayback{SeekPlayback::all}, "to-end", "", in_playback, tr_later("To the end"), "E",
     in_a_recording, anybody},
    {SetPlaybackSpeed{1}, "speed-as-it-was", "", in_playback, tr_later("As fast as it was"), "5",
     in_a_recording, anybody},
    {SetPlaybackSpeed{4}, "faster", "", in_playback, tr_later("4 times as fast"), "6",
     in_a_recording, anybody},
    {SetPlaybackSpeed{16}, "much-faster", "", in_playback, tr_later("16 times as fast"), "7",
     in_a_recording, anybody},

    {SendKeys{ctrl_alt(SDL_SCANCODE_F1)}, "ctrl-alt-f1", "", in_keys, "Ctrl+Alt+F1", "1", with_keys,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F2)}, "ctrl-alt-f2", "", in_keys, "Ctrl+Alt+F2", "2", with_keys,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F3)}, "ctrl-alt-f3", "", in_keys, "Ctrl+Alt+F3", "3", with_keys,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F4)}, "ctrl-alt-f4", "", in_keys, "Ctrl+Alt+F4", "4", with_keys,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F5)}, "ctrl-alt-f5", "", in_keys, "Ctrl+Alt+F5", "5", with_keys,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F6)}, "ctrl-alt-f6", "", in_keys, "Ctrl+Alt+F6", "6", with_keys,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F7)}, "ctrl-alt-f7", "", in_keys, "Ctrl+Alt+F7", "7", with_keys,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F8)}, "ctrl-alt-f8", "", in_keys, "Ctrl+Alt+F8", "8", with_keys,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F9)}, "ctrl-alt-f9", "", in_keys, "Ctrl+Alt+F9", "9", with_keys,
     anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F10)}, "ctrl-alt-f10", "", in_keys, "Ctrl+Alt+F10", "0",
     with_keys, anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F11)}, "ctrl-alt-f11", "", in_keys, "Ctrl+Alt+F11", "-",
     with_keys, anybody},
    {SendKeys{ctrl_alt(SDL_SCANCODE_F12)}, "ctrl-alt-f12", "", in_keys, "Ctrl+Alt+F12", "=",
     with_keys, anybody},

    {SendKeys{keys(super)}, "super", "", in_other, "Super", "U", with_keys, windows},
    {SendKeys{keys(alt, SDL_SCANCODE_TAB)}, "alt-tab", "", in_other, "Alt+Tab", "T", with_keys,
     windows},
    {SendKeys{keys(alt, SDL_SCANCODE_F4)}, "alt-f4", "", in_other, "Alt+F4", "4", with_keys,
     windows},
    {SendKeys{keys(print)}, "print", "", in_other, "Print", "P", with_keys, anybody},
    {ShowPage{MenuPage::sysrq}, "sysrq-page", "", in_other, "Alt+SysRq \u2026", "R", with_keys,
     linux_guest},
    {HoldKey{control}, "hold-ctrl", "", in_other, tr_later("Hold Ctrl down"), "C", with_keys,
     anybody},
    {HoldKey{alt}, "hold-alt", "", in_other, tr_later("Hold Alt down"), "A", with_keys, anybody},
    {HoldKey{super}, "hold-super", "", in_other, tr_later("Hold Super down"), "S", with_keys,
     anybody},
    {SendOwn{0}, "send-1", "", in_other, own_label<0>, "5", of_ones_own<0>, anybody},
    {SendOwn{1}, "send-2", "", in_other, own_label<1>, "6", of_ones_own<1>, anybody},
    {SendOwn{2}, "send-3", "", in_other, own_label<2>, "7", of_ones_own<2>, anybody},
    {SendOwn{3}, "send-4", "", in_other, own_label<3>, "8", of_ones_own<3>, anybody},
    {SendOwn{4}, "send-5", "", in_other, own_label<4>, "9", of_ones_own<4>, anybody},
    {SendOwn{5}, "send-6", "", in_other, own_label<5>, "0", of_ones_own<5>, anybody},

    {SendKeys{sysrq(SDL_SCANCODE_B)}, "sysrq-b", "", in_sysrq, tr_later("B: reboot at once"), "B",
     with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_C)}, "sysrq-c", "", in_sysrq, tr_later("C: crash"), "C", with_keys,
     anybody},
    {SendKeys{sysrq(SDL_SCANCODE_E)}, "sysrq-e", "", in_sysrq, tr_later("E: end all programs"), "E",
     with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_F)}, "sysrq-f", "", in_sysrq, tr_later("F: kill the largest"), "F",
     with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_H)}, "sysrq-h", "", in_sysrq, tr_later("H: help"), "H", with_keys,
     anybody},
    {SendKeys{sysrq(SDL_SCANCODE_I)}, "sysrq-i", "", in_sysrq, tr_later("I: kill all programs"),
     "I", with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_K)}, "sysrq-k", "", in_sysrq,
     tr_later("K: kill all on the terminal"), "K", with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_L)}, "sysrq-l", "", in_sysrq,
     tr_later("L: what the processors do"), "L", with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_M)}, "sysrq-m", "", in_sysrq, tr_later("M: memory"), "M",
     with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_O)}, "sysrq-o", "", in_sysrq, tr_later("O: switch off"), "O",
     with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_R)}, "sysrq-r", "", in_sysrq,
     tr_later("R: keyboard back from raw mode"), "R", with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_S)}, "sysrq-s", "", in_sysrq, tr_later("S: write disks"), "S",
     with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_T)}, "sysrq-t", "", in_sysrq, tr_later("T: tasks"), "T", with_keys,
     anybody},
    {SendKeys{sysrq(SDL_SCANCODE_U)}, "sysrq-u", "", in_sysrq, tr_later("U: disks read-only"), "U",
     with_keys, anybody},
    {SendKeys{sysrq(SDL_SCANCODE_W)}, "sysrq-w", "", in_sysrq, tr_later("W: blocked tasks"), "W",
     with_keys, anybody},
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
