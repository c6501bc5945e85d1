// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/question.h"

#include <utility>

#include "ui/menu/open_menu.h"

namespace ecsview::ui {
namespace {

char32_t capital_of(const SDL_Keysym& key) {
    const char32_t c = letter_of(key);
    return c >= U'a' && c <= U'z' ? c - U'a' + U'A' : c;
}

}  // namespace

Question::Question(std::string title, std::string words, const std::vector<Answer>& answers) {
    view_.title = std::move(title);
    view_.status = std::move(words);
    view_.wide = true;
    for (const Answer& answer : answers)
        view_.items.push_back({command::CloseMenu{}, answer.label, answer.key});
}

std::optional<std::size_t> Question::key(const SDL_KeyboardEvent& event) {
    const std::size_t count = view_.items.size();
    const SDL_Keysym& key = event.keysym;
    if (key.sym == SDLK_UP || key.sym == SDLK_LEFT)
        view_.selected = (view_.selected + count - 1) % count;
    if (key.sym == SDLK_DOWN || key.sym == SDLK_RIGHT || key.sym == SDLK_TAB)
        view_.selected = (view_.selected + 1) % count;
    // Whoever still holds the key that led here has not answered.
    if (event.repeat || (key.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI))) return std::nullopt;
    if (key.sym == SDLK_RETURN || key.sym == SDLK_KP_ENTER) return view_.selected;
    if (key.sym == SDLK_ESCAPE) return count - 1;
    for (std::size_t i = 0; i < count; ++i)
        if (view_.items[i].key.size() == 1 &&
            static_cast<char32_t>(view_.items[i].key[0]) == capital_of(key))
            return i;
    return std::nullopt;
}

std::optional<std::size_t> Question::at(int x, int y, screen::WindowSize window) const {
    return lay_out(view_, window.width, window.height).at(x, y);
}

void Question::motion(int x, int y, screen::WindowSize window) {
    if (const auto row = at(x, y, window)) view_.selected = *row;
}

std::optional<std::size_t> Question::button(const SDL_MouseButtonEvent& event,
                                            screen::WindowSize window) {
    if (event.button != SDL_BUTTON_LEFT) return std::nullopt;
    const auto row = at(event.x, event.y, window);
    if (event.type == SDL_MOUSEBUTTONDOWN) {
        pressed_ = row;
        if (row) view_.selected = *row;
        return std::nullopt;
    }
    return std::exchange(pressed_, std::nullopt) == row ? row : std::nullopt;
}

}  // namespace ecsview::ui
