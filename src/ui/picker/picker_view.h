// SPDX-License-Identifier: GPL-2.0-or-later
// The picker as it is seen: a line to type a filter into, what is asked, rows of two lines that a
// finger can hit, what went wrong, and the buttons; or a card where there is nothing to choose.
// Layout and picture come from the same numbers, so a tap hits what is drawn. Pure; ui thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/menu/menu_view.h"
#include "ui/picker/census.h"
#include "ui/picture/canvas.h"
#include "ui/picture/style.h"

namespace ecsview::ui {

struct PickerRow {
    Entry entry;
    std::string used;  // "used 5 min ago"; empty: never
    bool operator==(const PickerRow&) const = default;
};

struct PickerButton {
    std::string label, key;
    bool operator==(const PickerButton&) const = default;
};

struct PickerView {
    std::string filter;
    std::string headline;                 // which regions, how many
    std::string trouble;                  // empty: none
    std::string words;                    // instead of rows
    std::vector<PickerRow> rows;          // those in sight
    std::optional<std::size_t> selected;  // among them
    int offset = 0;                       // pixels of the first one above the list's edge
    // Of the whole list, in pixels: how long it is, how far it is scrolled.
    int length = 0, scrolled = 0;
    std::vector<PickerButton> buttons;
    std::optional<MenuView> card;  // over all of it
    bool operator==(const PickerView&) const = default;
};

struct PickerLayout {
    int scale = 1;
    int row_height = style::touch_side;
    Area field, headline, list, trouble;
    std::vector<Area> buttons;  // as many as there is room for, the first ones
};

// Of a window of that size. `trouble` and the buttons take their room from the list.
PickerLayout lay_out(const std::string& trouble, const std::vector<PickerButton>& buttons,
                     int width, int height);
void draw(const Canvas& canvas, const PickerView& view);

}  // namespace ecsview::ui
