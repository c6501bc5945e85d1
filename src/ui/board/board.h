// SPDX-License-Identifier: GPL-2.0-or-later
// The keyboard on the screen: where its keys lie in the window, which of them fingers hold down,
// and what that asks for. It knows neither guest nor prompt: whoever gets the keys says which
// modifiers are held there. The labels are those of a keyboard layout. Pure, the clock is passed
// in; ui thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "screen/geometry.h"
#include "typing/layout.h"
#include "ui/board/board_keys.h"
#include "ui/board/board_view.h"

namespace ecsview::ui {

struct BoardAct {
    enum class What { press, repeat, release, modifier, menu, hide };
    What what;
    int scancode = 0;
    char32_t character = 0;  // that the key types with what is held; 0: none
    bool operator==(const BoardAct&) const = default;
};

class Board {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    // As keyboards do it.
    static constexpr std::chrono::milliseconds repeat_after{500}, repeat_every{50};

    // `side`: pixels that a finger needs, which keys have where there is room.
    void set_window(screen::WindowSize window, int side);
    void set_layout(const typing::Layout& layout);
    // SDL's scancodes of the modifiers that are down until the next key.
    void set_held(std::vector<int> held) { held_ = std::move(held); }

    // What it covers: all of the window's width, down to its end.
    Area area() const { return area_; }
    BoardView view() const;

    std::optional<BoardAct> down(std::int64_t finger, int x, int y, TimePoint now);
    // Also of fingers that are elsewhere: then it is nothing, and not ours.
    std::optional<BoardAct> up(std::int64_t finger);
    bool holds(std::int64_t finger) const;
    // When due() has come.
    std::optional<BoardAct> wait(TimePoint now);
    std::optional<TimePoint> due() const { return next_repeat_; }
    // It goes: what is down is let go.
    std::vector<BoardAct> release_all();

private:
    struct Placed {
        BoardKey key;
        Area area;
    };
    struct Pressed {
        std::int64_t finger;
        BoardKey key;
    };

    void place();
    typing::Modifiers level() const;
    char32_t character(const BoardKey& key, typing::Modifiers level) const;
    bool there(const BoardKey& key) const;
    BoardLabel label(const BoardKey& key) const;
    std::optional<BoardAct> act(const BoardKey& key, BoardAct::What what) const;
    void turn_to(BoardPage page);

    screen::WindowSize window_;
    int side_ = 1;
    typing::Layout layout_;
    BoardShape shape_ = BoardShape::wide;
    BoardPage page_ = BoardPage::letters;
    Area area_;
    std::vector<Placed> keys_;
    std::vector<int> held_;
    std::vector<Pressed> pressed_;  // at most one a finger
    std::optional<BoardKey> repeating_;
    std::optional<TimePoint> next_repeat_;
};

}  // namespace ecsview::ui
