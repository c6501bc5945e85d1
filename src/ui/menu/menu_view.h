// SPDX-License-Identifier: GPL-2.0-or-later
// The menu as it is seen: a card with the state in words and rows that a finger can hit, in as many
// columns as the window needs. Layout and picture come from the same numbers, so a tap hits what is
// drawn. Pure; ui thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/menu/menu.h"
#include "ui/picture/canvas.h"
#include "ui/picture/style.h"

namespace ecsview::ui {

struct MenuView {
    std::string title;
    std::string status;  // what the banner would say
    Tone tone = Tone::calm;
    std::vector<MenuItem> items;
    std::size_t selected = 0;
    bool wide = false;  // the words are what it is about: all of them, in a wide card
    bool operator==(const MenuView&) const = default;
};

struct MenuLayout {
    int scale = 1;
    int columns = 1;
    bool with_status = true;
    Area card;
    std::vector<Area> rows;  // one an item, row by row from left to right

    // The item under a point of the window.
    std::optional<std::size_t> at(int x, int y) const;
};

MenuLayout lay_out(const MenuView& menu, int width, int height);
void draw(const Canvas& canvas, const MenuView& menu);

}  // namespace ecsview::ui
