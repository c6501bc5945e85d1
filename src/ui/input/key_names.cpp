// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/key_names.h"

#include <SDL_keycode.h>

#include <charconv>
#include <iterator>

#include "ui/input/keymap.h"

namespace ecsview::ui {
namespace {

struct Name {
    std::string_view name;
    std::int32_t keycode;
};

constexpr Name names[] = {
    {"enter", SDLK_RETURN},
    {"return", SDLK_RETURN},
    {"esc", SDLK_ESCAPE},
    {"escape", SDLK_ESCAPE},
    {"space", SDLK_SPACE},
    {"tab", SDLK_TAB},
    {"backspace", SDLK_BACKSPACE},
    {"delete", SDLK_DELETE},
    {"insert", SDLK_INSERT},
    {"home", SDLK_HOME},
    {"end", SDLK_END},
    {"pageup", SDLK_PAGEUP},
    {"pagedown", SDLK_PAGEDOWN},
    {"up", SDLK_UP},
    {"down", SDLK_DOWN},
    {"left", SDLK_LEFT},
    {"right", SDLK_RIGHT},
    {"pause", SDLK_PAUSE},
    {"print", SDLK_PRINTSCREEN},
    {"plus", SDLK_PLUS},
    {"minus", SDLK_MINUS},
    {"sysrq", SDLK_PRINTSCREEN},
    {"menu", SDLK_APPLICATION},
};

std::optional<std::int32_t> function_key(std::string_view name) {
    int number = 0;
    if (name.size() < 2 || name.front() != 'f' || name[1] == '0') return std::nullopt;
    const auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), number);
    if (error != std::errc{} || end != name.data() + name.size() || number < 1 || number > 24)
        return std::nullopt;
    return number <= 12 ? SDLK_F1 + number - 1 : SDLK_F13 + number - 13;
}

std::string name_of_key(std::int32_t keycode) {
    for (const Name& key : names)
        if (key.keycode == keycode) return std::string(key.name);
    for (int number = 1; number <= 24; ++number)
        if (function_key("f" + std::to_string(number)) == keycode)
            return "f" + std::to_string(number);
    return {static_cast<char>(keycode)};
}

}  // namespace

std::optional<std::int32_t> key_by_name(std::string_view name) {
    for (const Name& key : names)
        if (key.name == name) return key.keycode;
    if (name.size() == 1 && name[0] > ' ' && name[0] <= '~') return name[0];
    return function_key(name);
}

std::vector<std::string_view> key_names() {
    constexpr std::string_view functions[] = {"f1", "f2", "f3", "f4",  "f5",  "f6",
                                              "f7", "f8", "f9", "f10", "f11", "f12"};
    std::vector<std::string_view> all(std::begin(functions), std::end(functions));
    for (const Name& key : names) all.push_back(key.name);
    return all;
}

std::string title_of_key(std::int32_t keycode) {
    std::string key = name_of_key(keycode);
    if (key[0] >= 'a' && key[0] <= 'z') key[0] = static_cast<char>(key[0] - 'a' + 'A');
    return key;
}

int us_place_of(std::int32_t keycode) {
    switch (keycode) {
        case SDLK_RETURN: return SDL_SCANCODE_RETURN;
        case SDLK_ESCAPE: return SDL_SCANCODE_ESCAPE;
        case SDLK_TAB: return SDL_SCANCODE_TAB;
        case SDLK_BACKSPACE: return SDL_SCANCODE_BACKSPACE;
        case SDLK_DELETE: return SDL_SCANCODE_DELETE;
        default: break;
    }
    if (keycode & SDLK_SCANCODE_MASK) return keycode & ~SDLK_SCANCODE_MASK;
    for (int place = SDL_SCANCODE_A; place <= SDL_SCANCODE_SLASH; ++place)
        if (us_character(place) == static_cast<char32_t>(keycode)) return place;
    return 0;
}

}  // namespace ecsview::ui
