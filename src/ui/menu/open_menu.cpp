// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/open_menu.h"

#include "ui/input/keymap.h"

namespace ecsview::ui {
namespace {

std::optional<MenuKey> menu_key(SDL_Keycode key) {
    switch (key) {
        case SDLK_UP: return MenuKey::up;
        case SDLK_DOWN: return MenuKey::down;
        case SDLK_LEFT: return MenuKey::left;
        case SDLK_RIGHT: return MenuKey::right;
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
        case SDLK_SPACE: return MenuKey::enter;
        case SDLK_ESCAPE: return MenuKey::escape;
        default: return std::nullopt;
    }
}

}  // namespace

// Shift turns the lock round, as in keymap.h.
std::optional<MenuKey> keypad_move(const SDL_Keysym& key) {
    if (((key.mod & KMOD_NUM) != 0) != ((key.mod & KMOD_SHIFT) != 0)) return std::nullopt;
    switch (key.sym) {
        case SDLK_KP_8: return MenuKey::up;
        case SDLK_KP_2: return MenuKey::down;
        case SDLK_KP_4: return MenuKey::left;
        case SDLK_KP_6: return MenuKey::right;
        default: return std::nullopt;
    }
}

char32_t letter_of(const SDL_Keysym& key) {
    if (key.sym >= SDLK_KP_1 && key.sym <= SDLK_KP_9)
        return U'1' + static_cast<char32_t>(key.sym - SDLK_KP_1);
    if (key.sym == SDLK_KP_0) return U'0';
    if (key.sym > ' ' && key.sym <= '~') return static_cast<char32_t>(key.sym);
    return us_character(key.scancode);
}

std::optional<Command> OpenMenu::key(const SDL_KeyboardEvent& event, const MenuView& shown,
                                     screen::WindowSize window) {
    auto key = menu_key(event.keysym.sym);
    if (!key) key = keypad_move(event.keysym);
    const bool leads_away = key == MenuKey::enter || key == MenuKey::escape;
    if (event.repeat && (!key || leads_away)) return std::nullopt;
    if (key) return menu_.press(*key, lay_out(shown, window.width, window.height).columns);
    if (event.keysym.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) return std::nullopt;
    return menu_.type(letter_of(event.keysym));
}

OpenMenu::Hit OpenMenu::hit(int x, int y, const MenuView& shown, screen::WindowSize window) {
    const MenuLayout layout = lay_out(shown, window.width, window.height);
    if (const auto row = layout.at(x, y)) return {Place::row, *row};
    return {contains(layout.card, x, y) ? Place::card : Place::outside};
}

void OpenMenu::motion(int x, int y, const MenuView& shown, screen::WindowSize window) {
    const Hit at = hit(x, y, shown, window);
    if (at.place == Place::row) menu_.select(at.row);
}

std::optional<Command> OpenMenu::button(const SDL_MouseButtonEvent& event, const MenuView& shown,
                                        screen::WindowSize window) {
    if (event.button != SDL_BUTTON_LEFT) return std::nullopt;
    const Hit at = hit(event.x, event.y, shown, window);
    if (event.type == SDL_MOUSEBUTTONDOWN) {
        pressed_ = at;
        if (at.place == Place::row) menu_.select(at.row);
        return std::nullopt;
    }
    const bool same = std::exchange(pressed_, {}) == at;
    if (!same || at.place == Place::card) return std::nullopt;
    if (at.place == Place::outside) return command::CloseMenu{};
    return menu_.choose(at.row);
}

}  // namespace ecsview::ui
