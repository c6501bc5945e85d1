// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/board/board_keys.h"

#include <SDL_scancode.h>

#include <iterator>

#include "base/language.h"

namespace ecsview::ui {
namespace {

using Rows = std::vector<BoardRow>;

BoardKey key(int scancode, std::string_view label, int quarters = 4, bool repeats = true) {
    return {BoardDeed::key, scancode, quarters, label, repeats};
}
BoardKey modifier(int scancode, std::string_view label, int quarters) {
    return {BoardDeed::modifier, scancode, quarters, label, false};
}
BoardKey turn(BoardDeed page, std::string_view label, int quarters) {
    return {page, 0, quarters, label, false};
}
BoardKey hide() {
    return {BoardDeed::hide, 0, 4, tr_later("Hide"), false};
}
BoardKey menu(int quarters) {
    return {BoardDeed::menu, 0, quarters, tr_later("Menu\u2026"), false};
}

// Neighbours in SDL's order.
BoardRow run(int first, int count, int quarters = 4) {
    BoardRow row;
    for (int i = 0; i < count; ++i) row.push_back({BoardDeed::key, first + i, quarters});
    return row;
}

BoardRow characters(std::initializer_list<int> scancodes) {
    BoardRow row;
    for (const int scancode : scancodes) row.push_back({BoardDeed::key, scancode});
    return row;
}

BoardRow join(std::initializer_list<BoardRow> parts) {
    BoardRow row;
    for (const BoardRow& part : parts) row.insert(row.end(), part.begin(), part.end());
    return row;
}

BoardRow digits() {
    return run(SDL_SCANCODE_1, 10);
}
BoardRow q_to_p() {
    return characters({SDL_SCANCODE_Q, SDL_SCANCODE_W, SDL_SCANCODE_E, SDL_SCANCODE_R,
                       SDL_SCANCODE_T, SDL_SCANCODE_Y, SDL_SCANCODE_U, SDL_SCANCODE_I,
                       SDL_SCANCODE_O, SDL_SCANCODE_P});
}
BoardRow a_to_l() {
    return characters({SDL_SCANCODE_A, SDL_SCANCODE_S, SDL_SCANCODE_D, SDL_SCANCODE_F,
                       SDL_SCANCODE_G, SDL_SCANCODE_H, SDL_SCANCODE_J, SDL_SCANCODE_K,
                       SDL_SCANCODE_L});
}
BoardRow z_to_m() {
    return characters({SDL_SCANCODE_Z, SDL_SCANCODE_X, SDL_SCANCODE_C, SDL_SCANCODE_V,
                       SDL_SCANCODE_B, SDL_SCANCODE_N, SDL_SCANCODE_M});
}

const BoardKey escape = key(SDL_SCANCODE_ESCAPE, "Esc", 4, false);
const BoardKey left = key(SDL_SCANCODE_LEFT, "\u2190"), right = key(SDL_SCANCODE_RIGHT, "\u2192"),
               up = key(SDL_SCANCODE_UP, "\u2191"), down = key(SDL_SCANCODE_DOWN, "\u2193");
const BoardKey del = key(SDL_SCANCODE_DELETE, "Del");

BoardKey wide(BoardKey key, int quarters) {
    key.quarters = quarters;
    return key;
}
BoardKey backspace(int quarters) {
    return key(SDL_SCANCODE_BACKSPACE, "\u232b", quarters);
}
BoardKey enter(int quarters) {
    return key(SDL_SCANCODE_RETURN, "Enter", quarters, false);
}
BoardKey shift(int quarters) {
    return modifier(SDL_SCANCODE_LSHIFT, "Shift", quarters);
}

// ---- the shape of a PC keyboard ----

BoardRow wide_fourth() {
    return join({{shift(8), {BoardDeed::key, SDL_SCANCODE_NONUSBACKSLASH}},
                 z_to_m(),
                 characters({SDL_SCANCODE_COMMA, SDL_SCANCODE_PERIOD, SDL_SCANCODE_SLASH}),
                 {up, del}});
}

BoardRow wide_last() {
    return {modifier(SDL_SCANCODE_LCTRL, "Ctrl", 6),
            modifier(SDL_SCANCODE_LGUI, "Super", 6),
            modifier(SDL_SCANCODE_LALT, "Alt", 6),
            key(SDL_SCANCODE_SPACE, "Space", 20),
            modifier(SDL_SCANCODE_RALT, "AltGr", 6),
            left,
            down,
            right,
            hide()};
}

Rows wide_letters() {
    return {join({{escape, {BoardDeed::key, SDL_SCANCODE_GRAVE}},
                  digits(),
                  characters({SDL_SCANCODE_MINUS, SDL_SCANCODE_EQUALS}),
                  {backspace(4)}}),
            join({{key(SDL_SCANCODE_TAB, "Tab", 6)},
                  q_to_p(),
                  characters({SDL_SCANCODE_LEFTBRACKET, SDL_SCANCODE_RIGHTBRACKET}),
                  {{BoardDeed::key, SDL_SCANCODE_BACKSLASH, 6}}}),
            join({{turn(BoardDeed::functions, "Fn", 7)},
                  a_to_l(),
                  characters({SDL_SCANCODE_SEMICOLON, SDL_SCANCODE_APOSTROPHE}),
                  {enter(9)}}),
            wide_fourth(), wide_last()};
}

BoardRow function_keys(int first, int count, int quarters) {
    static constexpr std::string_view names[] = {"F1", "F2", "F3", "F4",  "F5",  "F6",
                                                 "F7", "F8", "F9", "F10", "F11", "F12"};
    BoardRow row;
    for (int i = first; i < first + count; ++i)
        row.push_back(key(SDL_SCANCODE_F1 + i - 1, names[i - 1], quarters, false));
    return row;
}

Rows wide_functions() {
    return {join({{escape}, function_keys(1, 12, 4), {backspace(8)}}),
            {key(SDL_SCANCODE_TAB, "Tab", 6), key(SDL_SCANCODE_INSERT, "Ins", 6),
             key(SDL_SCANCODE_HOME, "Home", 6), key(SDL_SCANCODE_PAGEUP, "PgUp", 6),
             key(SDL_SCANCODE_PRINTSCREEN, "Print", 7, false),
             key(SDL_SCANCODE_SCROLLLOCK, "ScrLk", 7, false),
             key(SDL_SCANCODE_PAUSE, "Pause", 7, false),
             key(SDL_SCANCODE_NUMLOCKCLEAR, "NumLk", 7, false),
             key(SDL_SCANCODE_CAPSLOCK, "Caps", 8, false)},
            {turn(BoardDeed::letters, "abc", 7), key(SDL_SCANCODE_DELETE, "Del", 6),
             key(SDL_SCANCODE_END, "End", 6), key(SDL_SCANCODE_PAGEDOWN, "PgDn", 6),
             key(SDL_SCANCODE_APPLICATION, "\u2261", 7, false), menu(19), enter(9)},
            wide_fourth(),
            wide_last()};
}

// ---- ten keys side by side ----

BoardRow narrow_last(BoardKey first, BoardKey second) {
    return {first,
            modifier(SDL_SCANCODE_LCTRL, "Ctrl", 5),
            modifier(SDL_SCANCODE_LALT, "Alt", 5),
            key(SDL_SCANCODE_SPACE, "Space", 10),
            key(SDL_SCANCODE_COMMA, ""),
            key(SDL_SCANCODE_PERIOD, ""),
            second,
            hide()};
}

Rows narrow_letters() {
    return {digits(), q_to_p(), join({a_to_l(), {backspace(4)}}),
            join({{shift(6)}, z_to_m(), {enter(6)}}),
            narrow_last(turn(BoardDeed::signs, "#+=", 4), escape)};
}

BoardRow narrow_keys() {
    return {wide(escape, 5),
            key(SDL_SCANCODE_TAB, "Tab", 5),
            key(SDL_SCANCODE_HOME, "Home", 5),
            key(SDL_SCANCODE_END, "End", 5),
            left,
            down,
            up,
            right,
            backspace(4)};
}

BoardRow narrow_fourth() {
    return {shift(6),
            key(SDL_SCANCODE_INSERT, "Ins", 4),
            del,
            key(SDL_SCANCODE_PAGEUP, "PgUp", 5),
            key(SDL_SCANCODE_PAGEDOWN, "PgDn", 5),
            modifier(SDL_SCANCODE_LGUI, "Super", 5),
            modifier(SDL_SCANCODE_RALT, "AltGr", 5),
            enter(6)};
}

Rows narrow_signs() {
    return {digits(),
            characters({SDL_SCANCODE_GRAVE, SDL_SCANCODE_MINUS, SDL_SCANCODE_EQUALS,
                        SDL_SCANCODE_LEFTBRACKET, SDL_SCANCODE_RIGHTBRACKET, SDL_SCANCODE_BACKSLASH,
                        SDL_SCANCODE_SEMICOLON, SDL_SCANCODE_APOSTROPHE, SDL_SCANCODE_SLASH,
                        SDL_SCANCODE_NONUSBACKSLASH}),
            narrow_keys(), narrow_fourth(),
            narrow_last(turn(BoardDeed::letters, "abc", 4), turn(BoardDeed::functions, "Fn", 4))};
}

Rows narrow_functions() {
    return {function_keys(1, 8, 5),
            join({function_keys(9, 4, 5),
                  {key(SDL_SCANCODE_PRINTSCREEN, "Print", 5, false),
                   key(SDL_SCANCODE_SCROLLLOCK, "ScrLk", 5, false),
                   key(SDL_SCANCODE_PAUSE, "Pause", 5, false), menu(5)}}),
            narrow_keys(), narrow_fourth(),
            narrow_last(turn(BoardDeed::letters, "abc", 4), turn(BoardDeed::signs, "#+=", 4))};
}

}  // namespace

const std::vector<BoardRow>& board_rows(BoardShape shape, BoardPage page) {
    static const Rows wide_pages[] = {wide_letters(), wide_functions()};
    static const Rows narrow_pages[] = {narrow_letters(), narrow_signs(), narrow_functions()};
    if (shape == BoardShape::wide) return wide_pages[page == BoardPage::functions];
    return narrow_pages[static_cast<std::size_t>(page)];
}

int board_columns(BoardShape shape) {
    return shape == BoardShape::wide ? 15 : 10;
}

}  // namespace ecsview::ui
