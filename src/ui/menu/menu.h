// SPDX-License-Identifier: GPL-2.0-or-later
// The menu of the window: what it offers in each state, which row is selected, and what a key, a
// click or a tap chooses. Knows neither pixels nor SDL; MenuView draws it. Pure; ui thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ui/picture/viewport.h"

namespace ecsview::ui {

// What the menu goes by; may change while it is open.
struct MenuFacts {
    bool live = false;           // keys reach the guest now
    bool view_only = false;      // keys are never sent
    bool kiosk = false;          // neither the end nor the window's size is the user's matter
    bool can_take_over = false;  // another session has the console
    bool ctrl_alt_del = true;    // the guest is Windows, or unknown
    bool ctrl_alt_f = true;      // the guest is Linux, or unknown
    bool ended = false;          // by a failure: the menu is the card that says so
    bool can_retry = true;       // then
    bool fullscreen = false;
    ScaleMode scale = ScaleMode::fit;
    bool operator==(const MenuFacts&) const = default;
};

enum class MenuVerb {
    reconnect,
    take_over,
    toggle_fullscreen,
    set_scale,  // value: a ScaleMode
    send_keys,  // value: 0 is Ctrl+Alt+Del, n is Ctrl+Alt+Fn
    quit,
    close,
    open_page,  // value: a MenuPage; the menu follows it by itself
};

enum class MenuPage { main, scale, keys };

struct MenuItem {
    MenuVerb verb = MenuVerb::close;
    int value = 0;
    std::string label;
    std::string key;  // the key that chooses it: a letter, a digit or "Esc"
    bool enabled = true;
    bool marked = false;  // the choice of now
    bool operator==(const MenuItem&) const = default;
};

enum class MenuKey { up, down, left, right, enter, escape };

class Menu {
public:
    explicit Menu(const MenuFacts& facts);
    // Keeps the page and, where it is still there, the selected item.
    void set_facts(const MenuFacts& facts);

    MenuPage page() const { return page_; }
    const std::vector<MenuItem>& items() const { return items_; }
    std::size_t selected() const { return selected_; }

    // Each returns what was chosen, if that is for the window to do. `columns`: how the items lie,
    // row by row from left to right.
    std::optional<MenuItem> press(MenuKey key, int columns);
    std::optional<MenuItem> type(char32_t character);  // case does not matter
    std::optional<MenuItem> choose(std::size_t index);
    void select(std::size_t index);

private:
    void open(MenuPage page);
    void move(int by);

    MenuFacts facts_;
    MenuPage page_ = MenuPage::main;
    std::vector<MenuItem> items_;
    std::size_t selected_ = 0;
};

}  // namespace ecsview::ui
