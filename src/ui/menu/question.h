// SPDX-License-Identifier: GPL-2.0-or-later
// A card that asks something: words and a few answers, of which the last leads away. Takes SDL's
// keys, mouse and touches, and says which answer was chosen. Looks like the menu. ui thread.
#pragma once

#include <SDL_events.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "screen/geometry.h"
#include "ui/menu/menu_view.h"

namespace ecsview::ui {

struct Answer {
    std::string label;
    std::string key;  // that chooses it besides: a letter, or "Enter" and "Esc" as a reminder
};

class Question {
public:
    Question(std::string title, std::string words, const std::vector<Answer>& answers);

    const MenuView& view() const { return view_; }
    // The number of the answer, when there is one.
    std::optional<std::size_t> key(const SDL_KeyboardEvent& event);
    void motion(int x, int y, screen::WindowSize window);
    std::optional<std::size_t> button(const SDL_MouseButtonEvent& event, screen::WindowSize window);

private:
    std::optional<std::size_t> at(int x, int y, screen::WindowSize window) const;

    MenuView view_;
    std::optional<std::size_t> pressed_;
};

}  // namespace ecsview::ui
