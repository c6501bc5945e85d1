// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/board/board.h"

#include <SDL_scancode.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "ui/words/glyphs.h"
#include "ui/words/text_layout.h"

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;
using What = BoardAct::What;

struct Shown {
    Board board;
    Board::TimePoint now{};
    explicit Shown(screen::WindowSize window = {800, 480}, int side = 44) {
        board.set_window(window, side);
    }
    Area find(const std::string& label) const {
        for (const BoardKeyView& key : board.view().keys)
            if (key.label.text == label) return key.area;
        ADD_FAILURE() << "no key " << label;
        return {};
    }
    bool has(const std::string& label) const {
        const auto keys = board.view().keys;
        return std::ranges::any_of(keys, [&](const auto& k) { return k.label.text == label; });
    }
    std::optional<BoardAct> down(const std::string& label, std::int64_t finger = 1) {
        const Area at = find(label);
        return board.down(finger, at.x + at.width / 2, at.y + at.height / 2, now);
    }
    std::optional<BoardAct> tap(const std::string& label) {
        const auto first = down(label);
        const auto last = board.up(1);
        return first ? first : last;
    }
};

constexpr screen::WindowSize sizes[] = {{800, 480}, {1024, 600},  {1920, 1080}, {480, 800},
                                        {640, 480}, {3840, 2160}, {320, 240}};

TEST(Board, ItsKeysLieSideBySideWithoutAHoleAtTheWindowsEnd) {
    for (const auto size : sizes) {
        const int side = style::touch_side * style::scale_of(size.width, size.height);
        Shown shown(size, side);
        for (const char* page : {"Fn", "#+=", "abc"}) {
            const BoardView view = shown.board.view();
            std::map<int, std::pair<int, int>> rows;  // y: the next x and the last height
            for (const BoardKeyView& key : view.keys) {
                auto [row, fresh] = rows.try_emplace(key.area.y, key.area.x, key.area.height);
                EXPECT_EQ(key.area.x, row->second.first) << size.width;
                row->second.first += key.area.width;
            }
            ASSERT_EQ(rows.size(), 5u);
            for (const auto& [y, row] : rows) EXPECT_EQ(row.first, rows.begin()->second.first);
            EXPECT_EQ(view.area.y + view.area.height, size.height);
            EXPECT_EQ(view.area.width, size.width);
            EXPECT_LE(view.area.height * 10, size.height * 6) << "some of the guest stays";
            if (shown.has(page)) shown.tap(page);
        }
    }
}

TEST(Board, AKeyIsAsLargeAsAFingerNeedsWhereThereIsRoom) {
    for (const auto size : {sizes[0], sizes[1], sizes[2], sizes[5]}) {
        const int side = style::touch_side * style::scale_of(size.width, size.height);
        Shown shown(size, side);
        for (const BoardKeyView& key : shown.board.view().keys) {
            EXPECT_GE(key.area.width, side) << key.label.text;
            EXPECT_GE(key.area.height, side) << key.label.text;
        }
    }
    // 800x480 on 7 inches: 133 dots an inch, so 9 mm are 47 pixels.
    Shown small({800, 480}, 47);
    EXPECT_TRUE(small.has("Del")) << "the shape of a PC keyboard";
    for (const BoardKeyView& key : small.board.view().keys)
        EXPECT_GE(std::min(key.area.width, key.area.height), 47) << key.label.text;
    // On 4 inches nine millimetres are 84 pixels: ten keys in a row are nearly as large.
    Shown tiny({800, 480}, 84);
    EXPECT_FALSE(tiny.has("Del"));
    for (const BoardKeyView& key : tiny.board.view().keys) {
        EXPECT_GE(key.area.width, 80);
        EXPECT_GE(key.area.height, 57);
    }
}

TEST(Board, EveryKeyOfAPcIsOnSomePageOfEachShape) {
    std::set<int> all;
    for (int key = SDL_SCANCODE_A; key <= SDL_SCANCODE_SLASH; ++key) all.insert(key);
    for (int key = SDL_SCANCODE_F1; key <= SDL_SCANCODE_UP; ++key) all.insert(key);
    all.erase(SDL_SCANCODE_NONUSHASH);  // the backslash's key, elsewhere
    for (const int key : {SDL_SCANCODE_NONUSBACKSLASH, SDL_SCANCODE_LCTRL, SDL_SCANCODE_LSHIFT,
                          SDL_SCANCODE_LALT, SDL_SCANCODE_LGUI, SDL_SCANCODE_RALT})
        all.insert(key);
    for (const BoardShape shape : {BoardShape::wide, BoardShape::narrow}) {
        std::set<int> there;
        for (const BoardPage page : {BoardPage::letters, BoardPage::signs, BoardPage::functions})
            for (const BoardRow& row : board_rows(shape, page)) {
                int quarters = 0;
                for (const BoardKey& key : row) {
                    there.insert(key.scancode);
                    quarters += key.quarters;
                }
                EXPECT_EQ(quarters, 4 * board_columns(shape));
            }
        for (const int key : all) EXPECT_TRUE(there.count(key)) << key;
    }
}

TEST(Board, AKeyIsDownAsLongAsItsFingerIs) {
    Shown shown;
    EXPECT_EQ(shown.down("q"), (BoardAct{What::press, SDL_SCANCODE_Q, U'q'}));
    EXPECT_EQ(shown.down("w", 2), (BoardAct{What::press, SDL_SCANCODE_W, U'w'}));
    EXPECT_FALSE(shown.down("w", 3)) << "another finger has it";
    EXPECT_TRUE(shown.board.holds(1));
    EXPECT_EQ(shown.board.up(1), (BoardAct{What::release, SDL_SCANCODE_Q, U'q'}));
    EXPECT_FALSE(shown.board.holds(1));
    EXPECT_FALSE(shown.board.up(1));
    EXPECT_FALSE(shown.board.up(3));
    EXPECT_EQ(shown.board.up(2), (BoardAct{What::release, SDL_SCANCODE_W, U'w'}));
    EXPECT_FALSE(shown.board.down(1, 5, 5, shown.now)) << "above it";
}

TEST(Board, WhatIsHeldChoosesTheCharacterAndTheLabels) {
    Shown shown;
    const Area one = shown.find("1");
    shown.board.set_held({SDL_SCANCODE_LSHIFT});
    EXPECT_EQ(shown.find("!"), one);
    EXPECT_EQ(shown.tap("Q"), (BoardAct{What::press, SDL_SCANCODE_Q, U'Q'}));
    EXPECT_EQ(shown.tap("!"), (BoardAct{What::press, SDL_SCANCODE_1, U'!'}));
    EXPECT_EQ(shown.tap("Space"), (BoardAct{What::press, SDL_SCANCODE_SPACE, U' '}));
    EXPECT_EQ(shown.tap("Enter"), (BoardAct{What::press, SDL_SCANCODE_RETURN, 0}));
    shown.board.set_held({SDL_SCANCODE_LCTRL});
    EXPECT_EQ(shown.tap("c"), (BoardAct{What::press, SDL_SCANCODE_C, U'c'}));
}

TEST(Board, TheLabelsAreThoseOfTheLayout) {
    Shown shown;
    EXPECT_FALSE(shown.has("<"));
    shown.board.set_layout(*typing::Layout::by_name("de"));
    EXPECT_EQ(shown.tap("z"), (BoardAct{What::press, SDL_SCANCODE_Y, U'z'}));
    EXPECT_EQ(shown.tap("<"), (BoardAct{What::press, SDL_SCANCODE_NONUSBACKSLASH, U'<'}));
    EXPECT_EQ(shown.tap("\u00fc"), (BoardAct{What::press, SDL_SCANCODE_LEFTBRACKET, U'\u00fc'}));
    EXPECT_EQ(shown.tap("^"), (BoardAct{What::press, SDL_SCANCODE_GRAVE, U'^'})) << "a dead key";
    EXPECT_TRUE(shown.has("\u00b4")) << "one whose sign another key gives as well";
    shown.board.set_held({SDL_SCANCODE_RALT});
    EXPECT_EQ(shown.tap("@"), (BoardAct{What::press, SDL_SCANCODE_Q, U'@'}));
    shown.board.set_layout(*typing::Layout::by_name("ru"));
    shown.board.set_held({});
    EXPECT_EQ(shown.tap("\u0439"), (BoardAct{What::press, SDL_SCANCODE_Q, U'\u0439'}));
}

TEST(Board, EachLabelOfEachLayoutHasItsLetters) {
    for (std::size_t i = 0; i < typing::layout_count; ++i) {
        Shown shown;
        shown.board.set_layout(*typing::Layout::by_name(typing::layout_tables[i].name));
        for (const char* page : {"Fn", "abc"}) {
            for (const BoardKeyView& key : shown.board.view().keys)
                for (const std::string& text : {key.label.text, key.label.above})
                    for (const char32_t c : decode_text(text))
                        EXPECT_FALSE(glyph_of(c).missing)
                            << typing::layout_tables[i].name << " " << text;
            shown.tap(page);
        }
    }
}

TEST(Board, AModifierIsAskedForWhenItIsTouchedAndSeenWhileItIsHeld) {
    Shown shown;
    EXPECT_EQ(shown.down("Ctrl"), (BoardAct{What::modifier, SDL_SCANCODE_LCTRL}));
    EXPECT_FALSE(shown.board.up(1));
    shown.board.set_held({SDL_SCANCODE_LCTRL});
    const auto tint = [&](const std::string& label) {
        for (const BoardKeyView& key : shown.board.view().keys)
            if (key.label.text == label) return key.tint;
        return BoardTint::plain;
    };
    EXPECT_EQ(tint("Ctrl"), BoardTint::held);
    EXPECT_EQ(tint("Alt"), BoardTint::special);
    shown.down("q");
    EXPECT_EQ(tint("q"), BoardTint::pressed);
}

TEST(Board, AKeyThatIsHeldRepeats) {
    Shown shown;
    shown.down("q");
    EXPECT_EQ(shown.board.due(), shown.now + Board::repeat_after);
    EXPECT_FALSE(shown.board.wait(shown.now + Board::repeat_after - 1ms));
    shown.now += Board::repeat_after;
    EXPECT_EQ(shown.board.wait(shown.now), (BoardAct{What::repeat, SDL_SCANCODE_Q, U'q'}));
    EXPECT_EQ(shown.board.due(), shown.now + Board::repeat_every);
    shown.down("w", 2);
    EXPECT_EQ(shown.board.due(), shown.now + Board::repeat_after) << "the last one";
    shown.board.up(1);
    EXPECT_TRUE(shown.board.due());
    shown.board.up(2);
    EXPECT_FALSE(shown.board.due());
    for (const char* once : {"Enter", "Esc", "Ctrl"}) {
        shown.down(once);
        EXPECT_FALSE(shown.board.due()) << once;
        shown.board.up(1);
    }
}

TEST(Board, PagesTurnAndFunctionKeysAreThere) {
    Shown shown;
    EXPECT_FALSE(shown.tap("Fn"));
    EXPECT_EQ(shown.tap("F12"), (BoardAct{What::press, SDL_SCANCODE_F12}));
    EXPECT_FALSE(shown.has("q"));
    shown.tap("abc");
    EXPECT_TRUE(shown.has("q"));
}

TEST(Board, WhatPutsItAwayActsWhenTheFingerHasGone) {
    Shown shown;
    EXPECT_FALSE(shown.down("Hide"));
    EXPECT_EQ(shown.board.up(1), BoardAct{What::hide});
    shown.tap("Fn");
    EXPECT_FALSE(shown.down("Menu\u2026"));
    EXPECT_EQ(shown.board.up(1), BoardAct{What::menu});
}

TEST(Board, WhenItGoesAllIsLetGo) {
    Shown shown;
    shown.down("q");
    shown.down("Ctrl", 2);
    shown.down("Hide", 3);
    EXPECT_EQ(shown.board.release_all(),
              (std::vector{BoardAct{What::release, SDL_SCANCODE_Q, U'q'}}));
    EXPECT_FALSE(shown.board.due());
    EXPECT_FALSE(shown.board.up(1));
    shown.tap("Fn");
    shown.board.release_all();
    EXPECT_TRUE(shown.has("q")) << "and the letters come first again";
}

}  // namespace
}  // namespace ecsview::ui
