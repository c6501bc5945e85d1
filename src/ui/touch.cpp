// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/touch.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/earliest.h"
#include "base/secret.h"
#include "base/utf8.h"
#include "ui/input/finger.h"

namespace ecsview::ui {
namespace {

constexpr std::int64_t mouse_number = -1;  // where it stands for a finger

// What a finger hits well: 9 mm, where the display says how large it is.
constexpr double finger_mm = 9, mm_an_inch = 25.4;
// Two fingers turn the wheel by a notch on this part of that way.
constexpr double notch = 0.5;

}  // namespace

// ---- where a finger is --------------------------------------------------------------------------

// Displays are known to call themselves smaller than they are, so there is a least size.
int Touch::side() const {
    const auto size = presenter_.window_size();
    const int least = style::touch_side * style::scale_of(size.width, size.height);
    float dots = 0;
    if (SDL_GetDisplayDPI(presenter_.display(), &dots, nullptr, nullptr) != 0) return least;
    return std::max(least, static_cast<int>(std::lround(finger_mm / mm_an_inch * dots)));
}

void Touch::finger(const SDL_TouchFingerEvent& event, TimePoint now) {
    if (is_touchpad(event)) return;
    by_finger_ = true;
    const std::int64_t finger = number_of(event);
    if (event.type == SDL_FINGERDOWN)
        finger_down(finger, point_of(event, presenter_.window_size()), now);
    else if (event.type == SDL_FINGERUP)
        finger_up(finger, now);
    else
        finger_moves(finger, point_of(event, presenter_.window_size()));
    update();
}

void Touch::finger_down(std::int64_t finger, FingerPoint at, TimePoint now) {
    const auto [x, y] = pixel(at);
    if (on_board(x, y)) return perform(board_.down(finger, x, y, now));
    if (pressing_) return;  // one finger is enough for what is ours
    if (gestures_.idle() && host_.is_pressed_as_by_mouse(x, y)) {
        pressing_ = Pressing{finger};
        last_ = {x, y};
        return press(SDL_BUTTON_LEFT, true, at);
    }
    if (prompt_.open()) {
        // As on a telephone: who touches the line wants to type.
        if (!wanted_) wanted_ = by_itself_ = true;
        return;
    }
    presenter_.hold_still();
    gestures_.set_measure(side(), input_.mouse_use() != MouseUse::places);
    perform(gestures_.down(finger, at, now));
}

void Touch::finger_moves(std::int64_t finger, FingerPoint at) {
    if (pressing_ && pressing_->finger == finger) return move(at);
    perform(gestures_.move(finger, at));
}

void Touch::finger_up(std::int64_t finger, TimePoint now) {
    if (board_.holds(finger)) return perform(board_.up(finger));
    if (pressing_ && pressing_->finger == finger) {
        pressing_.reset();
        return press(SDL_BUTTON_LEFT, false, {double(last_.x), double(last_.y)});
    }
    perform(gestures_.up(finger, now));
    if (gestures_.idle()) scrolls_at_.reset();
}

// ---- gestures -----------------------------------------------------------------------------------

void Touch::perform(const Gestures::Told& told) {
    for (const Gesture& gesture : told) std::visit([this](const auto& one) { act(one); }, gesture);
}

void Touch::press(int button, bool down, FingerPoint at) {
    SDL_Event event{};
    event.type = event.button.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
    event.button.which = SDL_TOUCH_MOUSEID;
    event.button.button = static_cast<Uint8>(button);
    const auto [x, y] = pixel(at);
    event.button.x = x;
    event.button.y = y;
    host_.handle(event);
}

void Touch::move(FingerPoint at) {
    const auto to = pixel(at);
    SDL_Event event{};
    event.type = event.motion.type = SDL_MOUSEMOTION;
    event.motion.which = SDL_TOUCH_MOUSEID;
    event.motion.x = to.x;
    event.motion.y = to.y;
    event.motion.xrel = to.x - last_.x;
    event.motion.yrel = to.y - last_.y;
    last_ = to;
    host_.handle(event);
}

void Touch::act(const gesture::Press& pressed) {
    last_ = pixel(pressed.at);
    touched_ = presenter_.viewport().to_desktop(last_);
    press(pressed.button, true, pressed.at);
}

void Touch::act(const gesture::Release& released) {
    press(released.button, false, released.at);
}

void Touch::act(const gesture::Move& moved) {
    last_ = pixel({moved.at.x - moved.by.x, moved.at.y - moved.by.y});
    move(moved.at);
}

// They move the picture where only a part of it is seen; else the guest scrolls, as paper would,
// where they came down.
void Touch::act(const gesture::Pair& pair) {
    if (!scrolls_at_ && (pair.pinches || presenter_.viewport().pans()))
        return presenter_.pinch(pair.ratio, pixel({pair.at.x - pair.by.x, pair.at.y - pair.by.y}),
                                pixel(pair.at));
    if (!scrolls_at_) scrolls_at_ = pair.at;
    const double way = notch * side();
    input_.scroll(static_cast<float>(-pair.by.x / way), static_cast<float>(pair.by.y / way),
                  presenter_.viewport(), pixel(*scrolls_at_));
}

void Touch::act(const gesture::Menu&) {
    host_.perform(command::ToggleMenu{});
}

// ---- the keyboard -------------------------------------------------------------------------------

void Touch::toggle_board() {
    wanted_ = !wanted_;
    by_itself_ = false;
    update();
}

// What is seen when it comes: where the person has touched the guest, else the last lines.
void Touch::show(bool shown) {
    if (std::exchange(shown_, shown) == shown) return;
    if (shown) {
        const auto desktop = presenter_.desktop_size();
        presenter_.look_at(
            touched_.value_or(screen::DesktopPoint{desktop.width / 2, desktop.height - 1}));
    } else {
        for (const BoardAct& act : board_.release_all()) type(act);
        for_prompt_.clear();
    }
}

void Touch::update() {
    if (std::exchange(prompting_, prompt_.open()) != prompt_.open()) {
        for_prompt_.clear();
        if (prompting_ && by_finger_ && !wanted_)
            wanted_ = by_itself_ = true;
        else if (!prompting_ && std::exchange(by_itself_, false))
            wanted_ = false;
    }
    show(wanted_ && !host_.has_card() && (prompting_ || input_.passes()));
    if (shown_) board_.set_window(presenter_.window_size(), side());
    board_.set_layout(prompting_ ? typing::Layout() : guest_layout_);
    board_.set_held(prompting_ ? for_prompt_ : input_.held());
    presenter_.set_covered(shown_ ? board_.area().height : 0);
}

bool Touch::mouse_button(const SDL_MouseButtonEvent& event, TimePoint now) {
    if (event.which == SDL_TOUCH_MOUSEID) return false;
    by_finger_ = false;
    if (event.type == SDL_MOUSEBUTTONUP && board_.holds(mouse_number)) {
        if (event.button == SDL_BUTTON_LEFT) perform(board_.up(mouse_number));
        return true;
    }
    if (event.type != SDL_MOUSEBUTTONDOWN || !on_board(event.x, event.y)) return false;
    if (event.button == SDL_BUTTON_LEFT) perform(board_.down(mouse_number, event.x, event.y, now));
    return true;
}

void Touch::perform(const std::optional<BoardAct>& act) {
    if (!act) return;
    switch (act->what) {
        case BoardAct::What::menu: host_.perform(command::ToggleMenu{}); break;
        case BoardAct::What::hide: toggle_board(); break;
        case BoardAct::What::press:
        case BoardAct::What::repeat:
        case BoardAct::What::release:
        case BoardAct::What::modifier: type(*act); break;
    }
    update();
}

void Touch::type(const BoardAct& act) {
    if (prompting_)
        type_to_prompt(act);
    else
        type_to_guest(act);
}

void Touch::type_to_guest(const BoardAct& act) {
    if (act.what == BoardAct::What::modifier)
        input_.hold(act.scancode);
    else if (act.what == BoardAct::What::release)
        input_.board_release(act.scancode);
    else
        input_.board_press(act.scancode, act.character, act.what == BoardAct::What::repeat);
}

void Touch::type_to_prompt(const BoardAct& act) {
    if (act.what == BoardAct::What::release) return;
    if (act.what == BoardAct::What::modifier) {
        if (std::erase(for_prompt_, act.scancode) == 0) for_prompt_.push_back(act.scancode);
        return;
    }
    if (act.character) {
        std::string text;
        utf8_append(text, act.character);
        prompt_.type(text);
        wipe(text);
    } else {
        SDL_KeyboardEvent event{};
        event.type = SDL_KEYDOWN;
        event.repeat = act.what == BoardAct::What::repeat;
        event.keysym.scancode = static_cast<SDL_Scancode>(act.scancode);
        event.keysym.sym = SDL_GetKeyFromScancode(event.keysym.scancode);
        host_.prompt_key(event);
    }
    for_prompt_.clear();
}

// ---- the end of it, and the clock ---------------------------------------------------------------

void Touch::let_go() {
    perform(gestures_.cancel());
    pressing_.reset();
    scrolls_at_.reset();
    for (const BoardAct& act : board_.release_all()) perform(act);
}

void Touch::act_on_time(TimePoint now) {
    perform(gestures_.wait(now));
    perform(board_.wait(now));
}

std::optional<Touch::TimePoint> Touch::next_deadline() const {
    Earliest next;
    next.add(gestures_.due());
    next.add(board_.due());
    return next.at();
}

}  // namespace ecsview::ui
