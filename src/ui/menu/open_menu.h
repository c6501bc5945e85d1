// SPDX-License-Identifier: GPL-2.0-or-later
// The menu while it is open: takes SDL's keys, mouse and touches, and says what was chosen. ui
// thread.
#pragma once

#include <SDL_events.h>

#include <optional>

#include "ui/menu/menu_view.h"
#include "ui/words/status_text.h"

namespace ecsview::ui {

// The layout's letter; where that is not Latin, the one on a US keyboard. A keypad's digit.
char32_t letter_of(const SDL_Keysym& key);

// What a keypad's key is without its digit.
std::optional<MenuKey> keypad_move(const SDL_Keysym& key);

class OpenMenu {
public:
    explicit OpenMenu(const Situation& now) : menu_(now), ended_(now.ended) {}

    void set_situation(const Situation& now) { menu_.set_situation(now); }
    void show(MenuPage page) { menu_.show(page); }
    MenuView view(const MenuStatus& status) const {
        return {status.title, status.text, status.tone, menu_.items(), menu_.selected(), ended_};
    }

    // `shown` is what view() gave last, `window` its window's size.
    std::optional<Command> key(const SDL_KeyboardEvent& event, const MenuView& shown,
                               screen::WindowSize window);
    void motion(int x, int y, const MenuView& shown, screen::WindowSize window);
    // An item is chosen where the button or the finger goes down and up on it; down and up outside
    // of the card closes.
    std::optional<Command> button(const SDL_MouseButtonEvent& event, const MenuView& shown,
                                  screen::WindowSize window);

private:
    enum class Place { nowhere, outside, card, row };
    struct Hit {
        Place place = Place::nowhere;
        std::size_t row = 0;
        bool operator==(const Hit&) const = default;
    };
    static Hit hit(int x, int y, const MenuView& shown, screen::WindowSize window);

    Menu menu_;
    bool ended_;
    Hit pressed_;
};

}  // namespace ecsview::ui
