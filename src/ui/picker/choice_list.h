// SPDX-License-Identifier: GPL-2.0-or-later
// The entries that a person sees: sorted, filtered, one of them selected, as many shown as there is
// room for. What was used last comes first, then by name; a status that changes moves nothing. The
// selected one stays selected whatever comes and goes. It scrolls by pixels. Pure; ui thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ui/picker/census.h"

namespace ecsview::ui {

class ChoiceList {
public:
    // `arriving`: the first answers are still to come, so the first one stays selected as long as
    // nobody has chosen another one.
    void set_entries(std::vector<Entry> entries, bool arriving);
    // Words with spaces between them, each of which an entry must have somewhere, whatever their
    // case (ASCII's); of a status both its word and its name in the API are looked at. What is
    // typed selects the first.
    void set_filter(std::string_view filter);
    // Pixels of the list and of a row, which is at least 1.
    void set_room(int height, int row_height);

    std::size_t all() const { return entries_.size(); }
    std::size_t matching() const { return shown_.size(); }
    const Entry& at(std::size_t index) const { return entries_[shown_[index]]; }
    // Nothing: nothing matches.
    std::optional<std::size_t> selected() const;
    const Entry* selected_entry() const;

    // To that one, or by so many rows and no further than the ends; it comes into sight.
    void select(std::size_t index);
    void move(int rows);
    // That one, and nothing moves under the pointer.
    void point_at(std::size_t index);
    int rows_of_page() const;
    // By so many pixels, down when positive; the selected one may go out of sight.
    void scroll(int pixels);
    int offset() const { return offset_; }  // of the first row above the list's edge
    int length() const;                     // of all rows, in pixels
    // The entry at that height of the list.
    std::optional<std::size_t> at_height(int y) const;

private:
    void apply_filter();
    void bring_into_sight();
    void clamp_offset();

    std::vector<Entry> entries_;      // sorted
    std::vector<std::size_t> shown_;  // of them
    std::vector<std::string> words_;  // lower case
    std::size_t selected_ = 0;        // among those shown
    bool chosen_ = false;             // by a person, since the filter was typed
    int height_ = 0, row_height_ = 1, offset_ = 0;
};

}  // namespace ecsview::ui
