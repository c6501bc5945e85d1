// SPDX-License-Identifier: GPL-2.0-or-later
// The table of commands, one row each: how --hotkeys names it, its chord, its row in the menu, and
// when there is such a thing to ask for. A new command is a row here and an effect in
// Controls::perform(). Constant data, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/language.h"
#include "ui/input/command.h"
#include "ui/input/situation.h"

namespace ecsview::ui {

enum class Offer {
    none,  // there is no such thing now: the menu has no row for it
    grey,  // not at this moment
    ready,
};

// Whose guests want a row above the others of its page: those of one system, or anybody's in the
// order of the table.
enum class Guest { any, windows, linux };

// The words of a row in the menu: the names of keys, which are the same in each language, words of
// tr_later(), or as the situation is.
struct Label {
    constexpr Label(const char* names) : keys(names) {}
    constexpr Label(std::string_view text) : words(text) {}
    constexpr Label(std::string (*text)(const Situation&)) : changing(text) {}
    std::string in(const Situation& now) const {
        return changing ? changing(now) : words.empty() ? std::string(keys) : tr(words);
    }

    std::string_view keys, words;
    std::string (*changing)(const Situation&) = nullptr;
};

struct CommandRow {
    Command command;
    std::string_view name;         // in --hotkeys
    std::string_view chord;        // the one it has without --hotkeys; empty: none
    std::optional<MenuPage> page;  // of the menu, whose rows have this order
    Label label;
    std::string_view key;  // that chooses it in the menu: a letter, a digit or "Esc"
    Offer (*offer)(const Situation&);
    Guest mostly;
};

std::span<const CommandRow> command_table();
// Every command has a row.
const CommandRow& row_of(const Command& command);
const CommandRow* row_by_name(std::string_view name);

}  // namespace ecsview::ui
