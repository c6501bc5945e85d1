// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/menu.h"

#include <algorithm>

#include "base/language.h"
#include "ui/input/command_table.h"

namespace ecsview::ui {
namespace {

using Items = std::vector<MenuItem>;

// The card that says why there was an end has three of the commands, in words of its own.
Items end_items(const Situation& now) {
    Items items;
    if (now.behaviour.can_retry) items.push_back({command::Reconnect{}, tr("Retry"), "R"});
    items.push_back({command::CopyFailure{}, now.copied ? tr("Copied") : tr("Copy"), "C"});
    if (now.walled)
        items.push_back({command::ToWall{}, tr("All consoles"), "Esc"});
    else
        items.push_back({command::Quit{}, tr("Close"), "Esc"});
    return items;
}

using Rows = std::vector<const CommandRow*>;

Rows rows_of(MenuPage page, const Situation& now) {
    Rows rows;
    for (const CommandRow& row : command_table())
        if (row.page == page && row.offer(now) != Offer::none) rows.push_back(&row);
    return rows;
}

// Rows for the guests of one system change places among themselves: those for this one come first.
void follow_system(Rows& rows, screen::OsType os) {
    Rows ours, others;
    for (const CommandRow* row : rows) {
        const bool first = os == screen::OsType::unknown ||
                           (row->mostly == Guest::windows) == (os == screen::OsType::windows);
        if (row->mostly != Guest::any) (first ? ours : others).push_back(row);
    }
    ours.insert(ours.end(), others.begin(), others.end());
    auto next = ours.begin();
    for (const CommandRow*& row : rows)
        if (row->mostly != Guest::any) row = *next++;
}

bool is_choice_of_now(const Command& command, const Situation& now) {
    if (const auto* scale = std::get_if<command::SetScale>(&command))
        return scale->mode == now.scale;
    const auto* key = std::get_if<command::HoldKey>(&command);
    return key && std::ranges::count(now.held, key->modifier) > 0;
}

Items items_of(MenuPage page, const Situation& now) {
    Items items;
    Rows rows = rows_of(page, now);
    follow_system(rows, now.os);
    for (const CommandRow* row : rows)
        items.push_back({row->command, row->label.in(now), std::string(row->key),
                         row->offer(now) == Offer::ready, is_choice_of_now(row->command, now)});
    if (page != MenuPage::main)
        items.push_back({command::ShowPage{MenuPage::main}, tr("Back"), "Esc"});
    return items;
}

Items all_items(MenuPage page, const Situation& now) {
    return now.ended ? end_items(now) : items_of(page, now);
}

}  // namespace

Menu::Menu(const Situation& now) : now_(now), items_(all_items(page_, now)) {
    // Enter tries again, or closes what cannot be tried again.
    if (now.ended && !now.behaviour.can_retry) selected_ = items_.size() - 1;
}

void Menu::set_situation(const Situation& now) {
    if (now == now_) return;
    const Command before = items_[selected_].command;
    now_ = now;
    items_ = all_items(page_, now_);
    const auto same = std::ranges::find(items_, before, &MenuItem::command);
    selected_ = same == items_.end() ? 0 : static_cast<std::size_t>(same - items_.begin());
}

void Menu::show(MenuPage page) {
    const Command here = command::ShowPage{page_};
    page_ = page;
    items_ = all_items(page_, now_);
    const auto begin = std::ranges::find_if(
        items_, [&](const MenuItem& item) { return item.marked || item.command == here; });
    const bool back_item = begin != items_.end() && begin + 1 == items_.end();
    selected_ =
        begin == items_.end() || back_item ? 0 : static_cast<std::size_t>(begin - items_.begin());
}

std::optional<Command> Menu::choose(std::size_t index) {
    if (index >= items_.size() || !items_[index].enabled) return std::nullopt;
    selected_ = index;
    return items_[index].command;
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

std::optional<Command> Menu::press(MenuKey key, int columns) {
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

std::optional<Command> Menu::type(char32_t character) {
    if (character >= U'a' && character <= U'z') character += U'A' - U'a';
    for (std::size_t i = 0; i < items_.size(); ++i)
        if (items_[i].key.size() == 1 && static_cast<char32_t>(items_[i].key[0]) == character)
            return choose(i);
    return std::nullopt;
}

}  // namespace ecsview::ui
