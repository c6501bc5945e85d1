// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/menu.h"

#include <algorithm>

namespace ecsview::ui {
namespace {

using Items = std::vector<MenuItem>;

constexpr int function_keys = 10;

struct ScaleName {
    ScaleMode mode;
    const char* label;
    const char* key;
};
constexpr ScaleName scale_names[] = {
    {ScaleMode::fit, "Fit the window", "F"},
    {ScaleMode::integer, "Whole multiples", "W"},
    {ScaleMode::none, "Pixel for pixel", "P"},
    {ScaleMode::stretch, "Stretch", "S"},
};

MenuItem page_item(MenuPage page, std::string label, std::string key) {
    return {MenuVerb::open_page, static_cast<int>(page), std::move(label), std::move(key)};
}

MenuItem back() {
    return page_item(MenuPage::main, "Back", "Esc");
}

const ScaleName& scale_name(ScaleMode mode) {
    return *std::find_if(std::begin(scale_names), std::end(scale_names),
                         [&](const ScaleName& name) { return name.mode == mode; });
}

Items end_items(const MenuFacts& facts) {
    Items items;
    if (facts.can_retry) items.push_back({MenuVerb::reconnect, 0, "Retry", "R"});
    items.push_back({MenuVerb::quit, 0, "Close", "Esc"});
    return items;
}

Items main_items(const MenuFacts& facts) {
    if (facts.ended) return end_items(facts);
    Items items{{MenuVerb::reconnect, 0, "Reconnect now", "R"}};
    if (facts.can_take_over)
        items.push_back({MenuVerb::take_over, 0, "Take over the console", "T"});
    if (!facts.view_only && facts.ctrl_alt_del)
        items.push_back({MenuVerb::send_keys, 0, "Send Ctrl+Alt+Del", "D", facts.live});
    if (!facts.view_only && facts.ctrl_alt_f) {
        items.push_back(page_item(MenuPage::keys, "Send Ctrl+Alt+F1 \u2026 F10", "K"));
        items.back().enabled = facts.live;
    }
    items.push_back(
        page_item(MenuPage::scale, std::string("Scale: ") + scale_name(facts.scale).label, "S"));
    if (!facts.kiosk) {
        items.push_back({MenuVerb::toggle_fullscreen, 0,
                         facts.fullscreen ? "Leave full screen" : "Full screen", "F"});
        items.push_back({MenuVerb::quit, 0, "Quit ecsview", "Q"});
    }
    items.push_back({MenuVerb::close, 0, "Close this menu", "Esc"});
    return items;
}

Items scale_items(const MenuFacts& facts) {
    Items items;
    for (const ScaleName& name : scale_names)
        items.push_back({MenuVerb::set_scale, static_cast<int>(name.mode), name.label, name.key,
                         true, name.mode == facts.scale});
    items.push_back(back());
    return items;
}

Items key_items(const MenuFacts& facts) {
    Items items;
    for (int n = 1; n <= function_keys; ++n)
        items.push_back({MenuVerb::send_keys, n, "Ctrl+Alt+F" + std::to_string(n),
                         std::to_string(n % 10), facts.live});
    items.push_back(back());
    return items;
}

Items items_of(MenuPage page, const MenuFacts& facts) {
    switch (page) {
        case MenuPage::scale: return scale_items(facts);
        case MenuPage::keys: return key_items(facts);
        case MenuPage::main: break;
    }
    return main_items(facts);
}

}  // namespace

Menu::Menu(const MenuFacts& facts) : facts_(facts), items_(main_items(facts)) {}

void Menu::set_facts(const MenuFacts& facts) {
    if (facts == facts_) return;
    const MenuItem before = items_[selected_];
    facts_ = facts;
    items_ = items_of(page_, facts_);
    const auto same = std::find_if(items_.begin(), items_.end(), [&](const MenuItem& item) {
        return item.verb == before.verb && item.value == before.value;
    });
    selected_ = same == items_.end() ? 0 : static_cast<std::size_t>(same - items_.begin());
}

void Menu::open(MenuPage page) {
    const MenuPage from = page_;
    page_ = page;
    items_ = items_of(page_, facts_);
    // Back on the item that led away; else on the choice of now.
    const auto begin = std::find_if(items_.begin(), items_.end(), [&](const MenuItem& item) {
        return item.marked ||
               (item.verb == MenuVerb::open_page && item.value == static_cast<int>(from));
    });
    const bool back_item = begin != items_.end() && begin + 1 == items_.end();
    selected_ =
        begin == items_.end() || back_item ? 0 : static_cast<std::size_t>(begin - items_.begin());
}

std::optional<MenuItem> Menu::choose(std::size_t index) {
    if (index >= items_.size() || !items_[index].enabled) return std::nullopt;
    selected_ = index;
    const MenuItem item = items_[index];
    if (item.verb != MenuVerb::open_page) return item;
    open(static_cast<MenuPage>(item.value));
    return std::nullopt;
}

void Menu::select(std::size_t index) {
    if (index < items_.size()) selected_ = index;
}

// Round and round in one column; within the grid in several.
void Menu::move(int by) {
    const int count = static_cast<int>(items_.size());
    const int to = static_cast<int>(selected_) + by;
    const bool steps = by == 1 || by == -1;
    if (steps)
        selected_ = static_cast<std::size_t>((to + count) % count);
    else if (to >= 0 && to < count)
        selected_ = static_cast<std::size_t>(to);
    else if (by > 0)
        selected_ = static_cast<std::size_t>(count - 1);
}

std::optional<MenuItem> Menu::press(MenuKey key, int columns) {
    switch (key) {
        case MenuKey::up: move(-columns); break;
        case MenuKey::down: move(columns); break;
        case MenuKey::left: move(-1); break;
        case MenuKey::right: move(1); break;
        case MenuKey::enter: return choose(selected_);
        case MenuKey::escape: return choose(items_.size() - 1);  // the last leads away
    }
    return std::nullopt;
}

std::optional<MenuItem> Menu::type(char32_t character) {
    if (character >= U'a' && character <= U'z') character += U'A' - U'a';
    for (std::size_t i = 0; i < items_.size(); ++i)
        if (items_[i].key.size() == 1 && static_cast<char32_t>(items_[i].key[0]) == character)
            return choose(i);
    return std::nullopt;
}

}  // namespace ecsview::ui
