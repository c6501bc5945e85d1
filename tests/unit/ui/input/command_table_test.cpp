// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/command_table.h"

#include <SDL_keycode.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "ui/input/hotkeys.h"

namespace ecsview::ui {
namespace {

TEST(CommandTable, EachCommandHasARowANameAndNoOtherHasThem) {
    std::set<std::string_view> names;
    std::set<std::size_t> kinds;
    for (const CommandRow& row : command_table()) {
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        EXPECT_EQ(&row_of(row.command), &row) << row.name;
        EXPECT_EQ(row_by_name(row.name), &row);
        kinds.insert(row.command.index());
    }
    EXPECT_EQ(kinds.size(), std::variant_size_v<Command>) << "an alternative has no row";
    EXPECT_EQ(row_by_name("no-such-command"), nullptr);
}

// They are words of a list that separates by commas, and that may be written in any case.
TEST(CommandTable, NamesAreSmallLettersDigitsAndHyphens) {
    for (const CommandRow& row : command_table()) {
        EXPECT_FALSE(row.name.empty());
        for (const char c : row.name)
            EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') << row.name;
    }
}

TEST(CommandTable, EachCommandCanHaveAChord) {
    for (const CommandRow& row : command_table()) {
        const auto hotkeys = Hotkeys::parse(std::string(row.name) + "=super+f12");
        ASSERT_TRUE(hotkeys) << row.name;
        EXPECT_EQ((*hotkeys).match(0, SDLK_F12, KMOD_LGUI), row.command) << row.name;
        EXPECT_EQ((*hotkeys).text_of(row.command), "Super+F12") << row.name;
    }
}

TEST(CommandTable, OnlyMenuFullScreenPasteAndCopyHaveAChordFromTheBeginning) {
    std::string all;
    for (const CommandRow& row : command_table())
        if (const auto text = Hotkeys().text_of(row.command); !text.empty())
            all += std::string(row.name) + "=" + text + " ";
    EXPECT_EQ(all, "menu=Ctrl+Alt+M paste=Ctrl+Alt+V fullscreen=Ctrl+Alt+Enter copy=Ctrl+Alt+C ");
}

// An open page of the menu that nothing is on would have no way to be chosen from.
TEST(CommandTable, WhatIsInTheMenuHasWordsAndAKey) {
    for (const CommandRow& row : command_table()) {
        EXPECT_EQ(row.page.has_value(), !row.label.in({}).empty()) << row.name;
        EXPECT_EQ(row.page.has_value(), !row.key.empty()) << row.name;
    }
}

TEST(CommandTable, WordsFollowTheSituation) {
    Situation now;
    EXPECT_EQ(row_of(command::ToggleFullscreen{}).label.in(now), "Full screen");
    EXPECT_EQ(row_of(command::ShowPage{MenuPage::scale}).label.in(now), "Scale: Fit the window");
    now.fullscreen = true;
    now.scale = ScaleMode::stretch;
    EXPECT_EQ(row_of(command::ToggleFullscreen{}).label.in(now), "Leave full screen");
    EXPECT_EQ(row_of(command::ShowPage{MenuPage::scale}).label.in(now), "Scale: Stretch");
}

}  // namespace
}  // namespace ecsview::ui
