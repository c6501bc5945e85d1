// SPDX-License-Identifier: GPL-2.0-or-later
// Fingers on the screen, and the keyboard that they type on: whose a finger is, what its gesture
// does, and where the keyboard's keys go. Owns the recogniser and the keyboard; guest, prompt and
// picture are borrowed. The mouse may press the keyboard's keys, too. ui thread.
#pragma once

#include <SDL_events.h>

#include <optional>
#include <vector>

#include "ui/board/board.h"
#include "ui/input/command.h"
#include "ui/input/gestures.h"
#include "ui/input/input.h"
#include "ui/menu/open_prompt.h"
#include "ui/picture/presenter.h"

namespace ecsview::ui {

// What fingers ask of the rest of the window.
class TouchHost {
public:
    virtual ~TouchHost() = default;
    // A card has the keys and the pointer.
    virtual bool has_card() const = 0;
    // That, or a button of ours is there: a finger presses it as the mouse does.
    virtual bool is_pressed_as_by_mouse(int x, int y) const = 0;
    // Motions and buttons, of SDL_TOUCH_MOUSEID.
    virtual void handle(const SDL_Event& event) = 0;
    virtual void perform(const Command& command) = 0;
    virtual void prompt_key(const SDL_KeyboardEvent& event) = 0;
};

class Touch {
public:
    using TimePoint = Gestures::TimePoint;

    // All are borrowed and outlive this.
    Touch(Input& input, OpenPrompt& prompt, Presenter& presenter, TouchHost& host,
          const typing::Layout& guest_layout)
        : input_(input),
          prompt_(prompt),
          presenter_(presenter),
          host_(host),
          guest_layout_(guest_layout) {}

    void finger(const SDL_TouchFingerEvent& event, TimePoint now);
    // Whether the keyboard has taken it.
    bool mouse_button(const SDL_MouseButtonEvent& event, TimePoint now);
    bool on_board(int x, int y) const { return shown() && contains(board_.area(), x, y); }

    // The person wants the keyboard, or not. It is seen while there is somebody to type for.
    void toggle_board();
    bool wants_board() const { return wanted_; }
    bool shown() const { return shown_; }
    BoardView board() const { return board_.view(); }

    // The prompt has come or gone, somebody else has the keys, or the window is another one.
    void update();
    // Whatever fingers do is over: another window has the keys, or the menu is open.
    void let_go();

    void act_on_time(TimePoint now);
    std::optional<TimePoint> next_deadline() const;

private:
    // Of the first finger, while it presses what is ours.
    struct Pressing {
        std::int64_t finger;
    };

    int side() const;
    void finger_down(std::int64_t finger, FingerPoint at, TimePoint now);
    void finger_up(std::int64_t finger, TimePoint now);
    void finger_moves(std::int64_t finger, FingerPoint at);

    void perform(const Gestures::Told& told);
    void act(const gesture::Press& press);
    void act(const gesture::Release& release);
    void act(const gesture::Move& move);
    void act(const gesture::Pair& pair);
    void act(const gesture::Menu&);
    void press(int button, bool down, FingerPoint at);
    void move(FingerPoint at);

    void perform(const std::optional<BoardAct>& act);
    void type(const BoardAct& act);
    void type_to_guest(const BoardAct& act);
    void type_to_prompt(const BoardAct& act);
    void show(bool shown);

    Input& input_;
    OpenPrompt& prompt_;
    Presenter& presenter_;
    TouchHost& host_;
    const typing::Layout& guest_layout_;
    Gestures gestures_;
    Board board_;
    std::optional<Pressing> pressing_;
    screen::WindowPoint last_;  // where a finger was as a mouse
    std::optional<FingerPoint> scrolls_at_;
    std::optional<screen::DesktopPoint> touched_;  // in the guest, last
    bool wanted_ = false, shown_ = false;
    bool by_itself_ = false;       // it came with the prompt, and goes with it
    bool by_finger_ = false;       // what was used last
    bool prompting_ = false;       // as far as is known here
    std::vector<int> for_prompt_;  // modifiers that are down there until the next key
};

}  // namespace ecsview::ui
