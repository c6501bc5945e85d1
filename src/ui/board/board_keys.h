// SPDX-License-Identifier: GPL-2.0-or-later
// The keys of the keyboard on the screen, in rows: which they are, how wide, and in which order.
// Two shapes, for wide windows and for narrow ones, each in pages. Keys are SDL's scancodes, as on
// a PC keyboard. Constant data; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace ecsview::ui {

enum class BoardPage { letters, signs, functions };
enum class BoardShape { wide, narrow };

// A key sends a key, or does something here.
enum class BoardDeed : std::uint8_t { key, modifier, letters, signs, functions, menu, hide };

struct BoardKey {
    BoardDeed deed = BoardDeed::key;
    int scancode = 0;  // of deed key and modifier
    int quarters = 4;  // how wide, in quarters of an ordinary key
    // Empty: the characters that the layout has there. Of menu and hide it is a word of tr_later(),
    // else a key's name.
    std::string_view label = {};
    bool repeats = true;  // while it is held
    bool operator==(const BoardKey&) const = default;
};

using BoardRow = std::vector<BoardKey>;

// Rows from the top to the bottom, each of them as wide as the others.
const std::vector<BoardRow>& board_rows(BoardShape shape, BoardPage page);
// The ordinary keys side by side in one row.
int board_columns(BoardShape shape);
constexpr int board_row_count = 5;

}  // namespace ecsview::ui
