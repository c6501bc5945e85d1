// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/board/board.h"

#include <SDL_scancode.h>

#include <algorithm>
#include <utility>

#include "base/language.h"
#include "base/utf8.h"
#include "ui/input/keymap.h"

namespace ecsview::ui {
namespace {

// An ordinary key is no wider than this many of its least width, and lower than wide: the eye knows
// keyboards so, and the hand reaches all of it.
constexpr double widest = 1.25, flatness = 0.9;
// Parts of the window's height: as much as it takes gladly, and where a finger needs more.
constexpr double glad_part = 0.5, most_part = 0.6;

bool is_letter(char32_t plain, char32_t shifted) {
    return plain != shifted && (shifted + 0x20 == plain || (plain > 0x7f && shifted > 0x7f));
}

std::string text_of(char32_t character) {
    std::string text;
    if (character) utf8_append(text, character);
    return text;
}

}  // namespace

void Board::set_window(screen::WindowSize window, int side) {
    if (window == window_ && side == side_) return;
    window_ = window;
    side_ = std::max(side, 1);
    place();
}

void Board::set_layout(const typing::Layout& layout) {
    if (layout.name() == layout_.name()) return;
    layout_ = layout;
    place();
}

// A key that types nothing in this layout leaves its place to the one before it.
void Board::place() {
    const bool roomy = window_.width >= board_columns(BoardShape::wide) * side_;
    shape_ = roomy ? BoardShape::wide : BoardShape::narrow;
    if (roomy && page_ == BoardPage::signs) page_ = BoardPage::letters;
    const int columns = board_columns(shape_);
    const double room = window_.height / double{board_row_count};
    const double unit = std::min(double(window_.width) / columns, widest * side_);
    const double tall = std::max<double>(side_, std::min(unit * flatness, room * glad_part));
    const int height = static_cast<int>(std::min(tall, room * most_part));
    area_ = {0, window_.height - board_row_count * height, window_.width, board_row_count * height};
    const double begin = (window_.width - unit * columns) / 2;
    keys_.clear();
    int y = area_.y;
    for (const BoardRow& row : board_rows(shape_, page_)) {
        int quarters = 0;
        for (const BoardKey& key : row) {
            const int x = static_cast<int>(begin + unit * quarters / 4);
            quarters += key.quarters;
            const int end = static_cast<int>(begin + unit * quarters / 4);
            if (there(key))
                keys_.push_back({key, {x, y, end - x, height}});
            else
                keys_.back().area.width = end - keys_.back().area.x;
        }
        y += height;
    }
}

// ---- what is on the keys ------------------------------------------------------------------------

typing::Modifiers Board::level() const {
    const auto held = [&](int scancode) { return std::ranges::count(held_, scancode) > 0; };
    return static_cast<typing::Modifiers>((held(SDL_SCANCODE_LSHIFT) ? typing::shift : 0) |
                                          (held(SDL_SCANCODE_RALT) ? typing::altgr : 0));
}

char32_t Board::character(const BoardKey& key, typing::Modifiers level) const {
    if (key.deed != BoardDeed::key) return 0;
    if (key.scancode == SDL_SCANCODE_SPACE) return U' ';
    if (!key.label.empty()) return 0;
    return layout_.character_of(static_cast<std::uint8_t>(qnum_of(key.scancode)), level);
}

bool Board::there(const BoardKey& key) const {
    return key.deed != BoardDeed::key || !key.label.empty() || character(key, 0) ||
           character(key, typing::shift);
}

BoardLabel Board::label(const BoardKey& key) const {
    if (key.deed == BoardDeed::menu || key.deed == BoardDeed::hide) return {tr(key.label), {}};
    if (!key.label.empty()) return {std::string(key.label), {}};
    const char32_t plain = character(key, 0), shifted = character(key, typing::shift);
    BoardLabel out{text_of(character(key, level())), {}};
    if (level() == 0 && shifted && !is_letter(plain, shifted)) out.above = text_of(shifted);
    return out;
}

BoardView Board::view() const {
    BoardView view{area_, style::scale_of(window_.width, window_.height), {}};
    for (const Placed& placed : keys_) {
        const BoardKey& key = placed.key;
        const bool down = std::ranges::count(pressed_, key, &Pressed::key) > 0;
        const bool held =
            key.deed == BoardDeed::modifier && std::ranges::count(held_, key.scancode) > 0;
        const bool plain = key.deed == BoardDeed::key && key.label.empty();
        view.keys.push_back({placed.area, label(key),
                             down    ? BoardTint::pressed
                             : held  ? BoardTint::held
                             : plain ? BoardTint::plain
                                     : BoardTint::special});
    }
    return view;
}

// ---- fingers ------------------------------------------------------------------------------------

std::optional<BoardAct> Board::act(const BoardKey& key, BoardAct::What what) const {
    switch (key.deed) {
        case BoardDeed::key: return BoardAct{what, key.scancode, character(key, level())};
        case BoardDeed::modifier: return BoardAct{BoardAct::What::modifier, key.scancode};
        case BoardDeed::menu: return BoardAct{BoardAct::What::menu};
        case BoardDeed::hide: return BoardAct{BoardAct::What::hide};
        case BoardDeed::letters:
        case BoardDeed::signs:
        case BoardDeed::functions: break;
    }
    return std::nullopt;
}

void Board::turn_to(BoardPage page) {
    page_ = page;
    place();
}

// Keys act when they are touched, so that the guest has them held as long as they are; what would
// put the whole of it away acts when it is let go, for the finger is still there.
std::optional<BoardAct> Board::down(std::int64_t finger, int x, int y, TimePoint now) {
    const auto hit = std::ranges::find_if(
        keys_, [&](const Placed& placed) { return contains(placed.area, x, y); });
    if (hit == keys_.end() || holds(finger)) return std::nullopt;
    const BoardKey key = hit->key;
    const bool taken = std::ranges::count(pressed_, key, &Pressed::key) > 0;
    if (taken) return std::nullopt;  // by another finger
    pressed_.push_back({finger, key});
    if (key.deed == BoardDeed::menu || key.deed == BoardDeed::hide) return std::nullopt;
    if (key.deed == BoardDeed::letters) turn_to(BoardPage::letters);
    if (key.deed == BoardDeed::signs) turn_to(BoardPage::signs);
    if (key.deed == BoardDeed::functions) turn_to(BoardPage::functions);
    repeating_.reset();
    next_repeat_.reset();
    if (key.deed == BoardDeed::key && key.repeats) {
        repeating_ = key;
        next_repeat_ = now + repeat_after;
    }
    return act(key, BoardAct::What::press);
}

bool Board::holds(std::int64_t finger) const {
    return std::ranges::count(pressed_, finger, &Pressed::finger) > 0;
}

std::optional<BoardAct> Board::up(std::int64_t finger) {
    const auto at = std::ranges::find(pressed_, finger, &Pressed::finger);
    if (at == pressed_.end()) return std::nullopt;
    const BoardKey key = at->key;
    pressed_.erase(at);
    if (repeating_ == key) {
        repeating_.reset();
        next_repeat_.reset();
    }
    if (key.deed == BoardDeed::modifier) return std::nullopt;
    return act(key, BoardAct::What::release);
}

std::optional<BoardAct> Board::wait(TimePoint now) {
    if (!next_repeat_ || now < *next_repeat_) return std::nullopt;
    next_repeat_ = now + repeat_every;
    return act(*repeating_, BoardAct::What::repeat);
}

std::vector<BoardAct> Board::release_all() {
    std::vector<BoardAct> acts;
    for (const Pressed& pressed : std::exchange(pressed_, {}))
        if (pressed.key.deed == BoardDeed::key)
            acts.push_back(*act(pressed.key, BoardAct::What::release));
    repeating_.reset();
    next_repeat_.reset();
    page_ = BoardPage::letters;
    place();
    return acts;
}

}  // namespace ecsview::ui
