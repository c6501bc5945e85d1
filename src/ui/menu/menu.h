// SPDX-License-Identifier: GPL-2.0-or-later
// The menu of the window: what the table of commands offers in each state, which row is selected,
// and what a key, a click or a tap chooses. Knows neither pixels nor SDL; MenuView draws it. Pure;
// ui thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ui/input/command.h"
#include "ui/input/situation.h"

namespace ecsview::ui {

struct MenuItem {
    Command command = command::CloseMenu{};
    std::string label;
    std::string key;  // the key that chooses it: a letter, a digit or "Esc"
    bool enabled = true;
    bool marked = false;  // the choice of now
    bool operator==(const MenuItem&) const = default;
};

enum class MenuKey { up, down, left, right, enter, escape };

class Menu {
public:
    explicit Menu(const Situation& now);
    // Keeps the page and, where it is still there, the selected item.
    void set_situation(const Situation& now);

    MenuPage page() const { return page_; }
    const std::vector<MenuItem>& items() const { return items_; }
    std::size_t selected() const { return selected_; }

    // Back on the item that led away; else on the choice of now.
    void show(MenuPage page);

    // Each returns what was chosen. `columns`: how the items lie, row by row from left to right.
    std::optional<Command> press(MenuKey key, int columns);
    std::optional<Command> type(char32_t character);  // case does not matter
    std::optional<Command> choose(std::size_t index);
    void select(std::size_t index);

private:
    void move(int by);

    Situation now_;
    MenuPage page_ = MenuPage::main;
    std::vector<MenuItem> items_;
    std::size_t selected_ = 0;
};

}  // namespace ecsview::ui
