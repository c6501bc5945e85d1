// SPDX-License-Identifier: GPL-2.0-or-later
// The picker: from what is known of the account's instances and what a person does to what is shown
// and, at last, the instance that was chosen. Knows neither SDL nor the API. The clock is the
// wall's and passed in, for words such as "used 5 min ago". Pure; ui thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "screen/geometry.h"
#include "ui/menu/prompt.h"
#include "ui/picker/choice_list.h"
#include "ui/picker/picker_view.h"

namespace ecsview::ui {

namespace picker {

struct Open {
    std::string id, region;
    bool operator==(const Open&) const = default;
};
struct Close {
    bool operator==(const Close&) const = default;
};
// The questions are asked again: of all regions, or of the one.
struct Ask {
    bool everywhere;
    bool operator==(const Ask&) const = default;
};
// A text for the clipboard.
struct Copy {
    std::string text;
    bool operator==(const Copy&) const = default;
};

}  // namespace picker

// Nothing: there is nothing to do but to show what view() gives now.
using PickerAct =
    std::variant<std::monostate, picker::Open, picker::Close, picker::Ask, picker::Copy>;

enum class PickerKey {
    up,
    down,
    page_up,
    page_down,
    first,
    last,
    enter,
    escape,
    backspace,
    clear,
    refresh,
    scope
};

class Picker {
public:
    void take(Census census);
    void set_window(screen::WindowSize window);

    // What ends it unseen: the failure that a card tells of. Nothing: there is none.
    const std::optional<Failure>& failure() const { return census_.failure; }
    bool has_card() const { return census_.failure.has_value(); }

    PickerAct press(PickerKey key);
    // Enter opens when it goes up: whoever holds it down would press it in the guest, too. What was
    // selected when it went down is opened.
    PickerAct release_enter();
    // Into the filter. A card takes letters instead.
    void type(std::string_view utf8);
    PickerAct type_to_card(char32_t letter);

    // The mouse or one finger, in the window's pixels. What it goes down and up on is chosen. A
    // finger that goes up or down moves the list, as paper would.
    void pointer_down(int x, int y, bool finger);
    void pointer_moves(int x, int y);
    PickerAct pointer_up(int x, int y);
    // The window has lost the keyboard or the finger: nothing is chosen by what was down.
    void let_go();
    // Notches, away from the person when positive.
    void wheel(float notches);

    // `now`: seconds since 1970.
    PickerView view(std::int64_t now) const;

private:
    struct Row {
        std::string id;
        bool operator==(const Row&) const = default;
    };
    struct Button {
        std::size_t number;
        bool operator==(const Button&) const = default;
    };
    struct Item {
        std::size_t number;  // of the card
        bool operator==(const Item&) const = default;
    };
    using Place = std::variant<std::monostate, Row, Button, Item>;
    struct Pressed {
        Place place;
        bool finger;
        int y, last_y;
        bool drags = false;
    };

    std::string headline() const;
    std::string trouble() const;
    std::string words() const;
    std::vector<PickerButton> buttons() const;
    MenuView card() const;
    PickerLayout layout() const;
    Place place_at(int x, int y) const;
    PickerAct press_on_card(PickerKey key);
    PickerAct act_of(std::size_t item);
    PickerAct choose(const Place& place);
    PickerAct open(const std::string& id) const;
    PickerAct switch_scope() const;
    void relay();

    Census census_;
    ChoiceList list_;
    Prompt filter_;
    screen::WindowSize window_;
    std::size_t card_item_ = 0;
    bool copied_ = false;
    std::string armed_;  // the entry on which Enter went down
    std::optional<Pressed> pressed_;
};

}  // namespace ecsview::ui
