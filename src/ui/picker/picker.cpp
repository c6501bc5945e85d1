// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picker/picker.h"

#include <algorithm>
#include <cmath>

#include "base/language.h"

namespace ecsview::ui {
namespace {

constexpr int rows_a_notch = 3;

enum class CardItem : std::size_t { retry, copy, close, count };

std::string ago(std::int64_t seconds) {
    if (seconds < 60) return tr("used just now");
    if (seconds < 3600) return tr("used {1} min ago", seconds / 60);
    constexpr std::int64_t two_days = 172'800;
    if (seconds < two_days) return tr("used {1} h ago", seconds / 3600);
    return tr("used {1} days ago", seconds / 86400);
}

// Three ways, in the order in which most people have them; a line each on a small screen.
constexpr std::string_view how_to_get_keys = tr_later(
    "1. Run aliyun configure in a terminal, once; ecsview takes its keys. Then Retry.\n"
    "2. Or set ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET; restart.\n"
    "3. An ECS machine needs no key: give it a RAM role with ecs:DescribeInstances.");

}  // namespace

void Picker::take(Census census) {
    const bool had_card = has_card();
    census_ = std::move(census);
    list_.set_entries(census_.entries, census_.asking);
    if (has_card() != had_card) {
        card_item_ = 0;
        copied_ = false;
        let_go();
    }
    relay();
}

void Picker::set_window(screen::WindowSize window) {
    window_ = window;
    relay();
}

// What is said takes its room from the list.
void Picker::relay() {
    const auto now = layout();
    list_.set_room(now.list.height, now.row_height);
}

PickerLayout Picker::layout() const {
    return lay_out(trouble(), buttons(), window_.width, window_.height);
}

// ---- what is said -------------------------------------------------------------------------------

std::string Picker::headline() const {
    std::string words = census_.everywhere       ? tr("All regions")
                        : census_.region.empty() ? tr("Instances")
                                                 : census_.region;
    words += " \u00b7 ";
    words += list_.matching() == list_.all()
                 ? tr_count(list_.all(), "{1} instance", "{1} instances")
                 : tr_count(list_.all(), "{2} of {1} instance", "{2} of {1} instances",
                            list_.matching());
    if (!census_.asking) return words;
    if (!census_.everywhere || census_.regions == 0) return words + " \u00b7 " + tr("asking\u2026");
    return words + " \u00b7 " +
           tr_count(census_.regions, "{2} of {1} region answered", "{2} of {1} regions answered",
                    census_.answered);
}

std::string Picker::trouble() const {
    const auto& troubles = census_.troubles;
    if (troubles.empty()) return {};
    std::string first = tr("{1}: {2}", troubles[0].region, troubles[0].sentence);
    if (troubles.size() == 1) return first;
    return tr_count(troubles.size(), "{1} region did not tell its instances. {2}",
                    "{1} regions did not tell their instances. {2}", first);
}

std::string Picker::words() const {
    if (list_.matching() > 0) return {};
    if (list_.all() > 0) return tr("No instance has that. Esc shows all again.");
    if (census_.asking) return tr("Asking for the account's instances\u2026");
    if (census_.everywhere) return tr("There are no instances in any region of this account.");
    return tr("There are no instances in {1}. Tab asks all regions.", census_.region);
}

std::vector<PickerButton> Picker::buttons() const {
    std::vector<PickerButton> out{{tr("Open"), "Enter"}, {tr("Ask again"), "F5"}};
    if (!census_.everywhere) out.push_back({tr("All regions"), "Tab"});
    if (census_.everywhere && !census_.home.empty())
        out.push_back({tr("Only {1}", census_.home), "Tab"});
    out.push_back({tr("Close"), "Esc"});
    return out;
}

MenuView Picker::card() const {
    MenuView out;
    out.title = census_.no_keys ? tr("No credentials yet") : tr("The instances are not known");
    out.status = census_.no_keys ? tr(how_to_get_keys) : census_.failure->sentence;
    out.tone = census_.no_keys ? Tone::waiting : Tone::bad;
    out.wide = true;
    out.items = {{command::CloseMenu{}, census_.asking ? tr("Asking\u2026") : tr("Retry"), "R"},
                 {command::CloseMenu{}, copied_ ? tr("Copied") : tr("Copy"), "C"},
                 {command::CloseMenu{}, tr("Close"), "Esc"}};
    out.items[0].enabled = !census_.asking;
    out.selected = card_item_;
    return out;
}

PickerView Picker::view(std::int64_t now) const {
    PickerView out;
    if (has_card()) {
        out.card = card();
        return out;
    }
    const auto where = layout();
    out.filter = filter_.text();
    out.headline = headline();
    out.trouble = trouble();
    out.words = words();
    out.buttons = buttons();
    out.length = list_.length();
    out.scrolled = list_.offset();
    out.offset = list_.offset() % where.row_height;
    const auto first = static_cast<std::size_t>(list_.offset() / where.row_height);
    const auto room = static_cast<std::size_t>(where.list.height / where.row_height) + 2;
    for (std::size_t i = first; i < std::min(list_.matching(), first + room); ++i) {
        const Entry& entry = list_.at(i);
        out.rows.push_back({entry, entry.used > 0 ? ago(now - entry.used) : ""});
        if (list_.selected() == i) out.selected = i - first;
    }
    return out;
}

// ---- keys ---------------------------------------------------------------------------------------

PickerAct Picker::open(const std::string& id) const {
    for (const Entry& entry : census_.entries)
        if (entry.id == id) return picker::Open{entry.id, entry.region};
    return {};
}

PickerAct Picker::switch_scope() const {
    if (census_.everywhere && census_.home.empty()) return {};
    return picker::Ask{!census_.everywhere};
}

PickerAct Picker::press(PickerKey key) {
    if (has_card()) return press_on_card(key);
    switch (key) {
        case PickerKey::up: list_.move(-1); break;
        case PickerKey::down: list_.move(1); break;
        case PickerKey::page_up: list_.move(-list_.rows_of_page()); break;
        case PickerKey::page_down: list_.move(list_.rows_of_page()); break;
        case PickerKey::first: list_.select(0); break;
        case PickerKey::last: list_.select(list_.matching() - 1); break;
        case PickerKey::enter:
            armed_ = list_.selected_entry() ? list_.selected_entry()->id : "";
            break;
        case PickerKey::escape:
            if (filter_.empty()) return picker::Close{};
            [[fallthrough]];
        case PickerKey::clear:
            filter_.clear();
            list_.set_filter({});
            break;
        case PickerKey::backspace:
            filter_.backspace();
            list_.set_filter(filter_.text());
            break;
        case PickerKey::refresh:
            if (!census_.asking) return picker::Ask{census_.everywhere};
            break;
        case PickerKey::scope: return switch_scope();
    }
    return {};
}

PickerAct Picker::release_enter() {
    const std::string id = std::exchange(armed_, {});
    return has_card() || id.empty() ? PickerAct{} : open(id);
}

void Picker::type(std::string_view utf8) {
    if (has_card()) return;
    filter_.type(utf8);
    list_.set_filter(filter_.text());
}

// ---- the card -----------------------------------------------------------------------------------

PickerAct Picker::act_of(std::size_t item) {
    card_item_ = item;
    switch (static_cast<CardItem>(item)) {
        case CardItem::retry:
            if (census_.asking) return {};
            return picker::Ask{census_.everywhere};
        case CardItem::copy: copied_ = true; return picker::Copy{census_.failure->sentence};
        case CardItem::close:
        case CardItem::count: break;
    }
    return picker::Close{};
}

PickerAct Picker::press_on_card(PickerKey key) {
    constexpr auto count = static_cast<std::size_t>(CardItem::count);
    switch (key) {
        case PickerKey::up: card_item_ = (card_item_ + count - 1) % count; break;
        case PickerKey::down: card_item_ = (card_item_ + 1) % count; break;
        case PickerKey::enter: return act_of(card_item_);
        case PickerKey::escape: return picker::Close{};
        case PickerKey::refresh: return act_of(0);
        default: break;
    }
    return {};
}

PickerAct Picker::type_to_card(char32_t letter) {
    if (!has_card()) return {};
    if (letter == U'r' || letter == U'R') return act_of(0);
    if (letter == U'c' || letter == U'C') return act_of(1);
    return {};
}

// ---- mouse and finger ---------------------------------------------------------------------------

Picker::Place Picker::place_at(int x, int y) const {
    if (has_card()) {
        const auto item = lay_out(card(), window_.width, window_.height).at(x, y);
        return item ? Place(Item{*item}) : Place();
    }
    const auto where = layout();
    for (std::size_t i = 0; i < where.buttons.size(); ++i)
        if (contains(where.buttons[i], x, y)) return Button{i};
    if (!contains(where.list, x, y)) return {};
    const auto index = list_.at_height(y - where.list.y);
    return index ? Place(Row{list_.at(*index).id}) : Place();
}

void Picker::pointer_down(int x, int y, bool finger) {
    if (pressed_) return;
    pressed_ = Pressed{place_at(x, y), finger, y, y};
    pointer_moves(x, y);
}

void Picker::pointer_moves(int x, int y) {
    if (pressed_ && pressed_->finger && !has_card()) {
        const int slop = layout().row_height / 3;
        pressed_->drags = pressed_->drags || std::abs(y - pressed_->y) > slop;
        if (pressed_->drags) list_.scroll(pressed_->last_y - y);
        if (pressed_->drags) pressed_->last_y = y;
        if (pressed_->drags) return;
    }
    const Place place = place_at(x, y);
    if (const auto* item = std::get_if<Item>(&place)) card_item_ = item->number;
    if (!std::holds_alternative<Row>(place)) return;
    // A row that is seen in part only stays where it is until it is chosen by a key.
    if (const auto index = list_.at_height(y - layout().list.y)) list_.point_at(*index);
}

PickerAct Picker::pointer_up(int x, int y) {
    const auto pressed = std::exchange(pressed_, std::nullopt);
    if (!pressed || pressed->drags || pressed->place != place_at(x, y)) return {};
    return choose(pressed->place);
}

PickerAct Picker::choose(const Place& place) {
    if (const auto* row = std::get_if<Row>(&place)) return open(row->id);
    if (const auto* item = std::get_if<Item>(&place)) return act_of(item->number);
    const auto* button = std::get_if<Button>(&place);
    if (!button) return {};
    const std::string key = buttons()[button->number].key;
    if (key == "Enter")
        return list_.selected_entry() ? open(list_.selected_entry()->id) : PickerAct{};
    return press(key == "F5"    ? PickerKey::refresh
                 : key == "Tab" ? PickerKey::scope
                                : PickerKey::escape);
}

void Picker::let_go() {
    armed_.clear();
    pressed_.reset();
}

void Picker::wheel(float notches) {
    const float rows = static_cast<float>(rows_a_notch * layout().row_height);
    list_.scroll(-static_cast<int>(std::lround(notches * rows)));
}

}  // namespace ecsview::ui
