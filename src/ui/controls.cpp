// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/controls.h"

#include <utility>

#include "ui/earliest.h"

namespace ecsview::ui {
namespace {

using std::chrono::steady_clock;
using Verdict = CornerPress::Verdict;

// In a kiosk the pointer is put away when it has not moved for so long.
constexpr std::chrono::seconds pointer_rest{5};

bool is_finger(std::uint32_t which) {
    return which == SDL_TOUCH_MOUSEID;
}

}  // namespace

Controls::Controls(const WindowOptions& options, const Actions& actions, Presenter& presenter)
    : options_(options),
      actions_(actions),
      presenter_(presenter),
      input_(actions.send, options.hotkeys, options.view_only),
      prompt_(!options.kiosk) {
    cursor_.set_hidden(options.kiosk);
}

void Controls::set_state(const screen::ConsoleState& state) {
    prompt_.set_question(state.prompt);
    input_.set_state(state);
    show_end(state.ending.has_value());
    shape_ = state.cursor;
    update();
}

// The card with the failure is the menu for as long as there is nothing else to do.
void Controls::show_end(bool ended) {
    if (std::exchange(ended_, ended) == ended || !options_.stay) return;
    facts_.ended = ended;
    facts_.can_retry = options_.can_retry;
    menu_.reset();
    if (ended) open_menu();
}

void Controls::set_facts(const MenuFacts& facts) {
    facts_ = facts;
    if (menu_) menu_->set_facts(facts);
}

void Controls::update() {
    input_.set_blocked(menu_ || prompt_.open() || ended_);
    cursor_.show(input_.passes() ? shape_ : nullptr);
}

Area Controls::corner() const {
    const auto window = presenter_.window_size();
    return menu_button(window.width, window.height);
}

// ---- the menu -----------------------------------------------------------------------------------

const MenuView& Controls::menu(const MenuStatus& status) {
    return menu_view_ = menu_->view(status);
}

void Controls::open_menu() {
    corner_.cancel();
    menu_.emplace(facts_);
    menu_view_ = menu_->view({});
    update();
}

void Controls::close_menu() {
    menu_.reset();
    update();
}

std::optional<MenuItem> Controls::perform(HotkeyAction action) {
    if (action == HotkeyAction::toggle_fullscreen)
        return MenuItem{MenuVerb::toggle_fullscreen, 0, {}, {}};
    if (facts_.ended) return std::nullopt;  // its card stays
    if (menu_)
        close_menu();
    else
        open_menu();
    return std::nullopt;
}

std::optional<MenuItem> Controls::perform(const MenuItem& item) {
    if (!facts_.ended) close_menu();
    switch (item.verb) {
        case MenuVerb::reconnect: actions_.reconnect(); break;
        case MenuVerb::take_over: actions_.take_over(); break;
        case MenuVerb::send_keys: input_.send_chord(item.value); break;
        case MenuVerb::toggle_fullscreen:
        case MenuVerb::set_scale:
        case MenuVerb::quit: return item;
        case MenuVerb::close:
        case MenuVerb::open_page: break;
    }
    return std::nullopt;
}

// ---- keys ---------------------------------------------------------------------------------------

std::optional<MenuItem> Controls::key_down(const SDL_KeyboardEvent& event) {
    if (const auto action = input_.hotkey(event))
        return event.repeat ? std::nullopt : perform(*action);
    if (menu_) {
        Input::drop_text();
        const auto item = menu_->key(event, menu_view_, presenter_.window_size());
        return item ? perform(*item) : std::nullopt;
    }
    if (prompt_.open())
        prompt_key(event);
    else
        input_.key_down(event);
    return std::nullopt;
}

void Controls::prompt_key(const SDL_KeyboardEvent& event) {
    switch (prompt_.key(event)) {
        case OpenPrompt::Verdict::answered:
            actions_.answer_password(prompt_.take());
            update();
            break;
        case OpenPrompt::Verdict::cancelled: actions_.cancel_password(); break;
        case OpenPrompt::Verdict::nothing: break;
    }
}

void Controls::text(const SDL_TextInputEvent& event) {
    if (menu_) return;
    if (prompt_.open())
        prompt_.text(event);
    else
        input_.text(event);
}

// ---- mouse and fingers --------------------------------------------------------------------------

void Controls::send_held_press() {
    SDL_MouseButtonEvent press{};
    press.type = SDL_MOUSEBUTTONDOWN;
    press.button = SDL_BUTTON_LEFT;
    press.x = corner_.point().x;
    press.y = corner_.point().y;
    input_.button(press, presenter_.viewport());
}

void Controls::motion(const SDL_MouseMotionEvent& event) {
    if (options_.kiosk && !is_finger(event.which)) {
        pointer_moved_ = steady_clock::now();
        cursor_.set_hidden(false);
    }
    presenter_.set_pointer({event.x, event.y});
    if (menu_) return menu_->motion(event.x, event.y, menu_view_, presenter_.window_size());
    const auto verdict = is_finger(event.which) ? corner_.move(event.x, event.y) : Verdict::pass;
    if (verdict == Verdict::hold) return;
    if (verdict == Verdict::release) send_held_press();
    input_.motion(event, presenter_.viewport());
}

Verdict Controls::corner_verdict(const SDL_MouseButtonEvent& event) {
    if (!is_finger(event.which)) return Verdict::pass;
    if (event.type == SDL_MOUSEBUTTONUP) return corner_.lift();
    return corner_.press(event.x, event.y, corner(), steady_clock::now());
}

std::optional<MenuItem> Controls::button(const SDL_MouseButtonEvent& event) {
    if (menu_) {
        const auto item = menu_->button(event, menu_view_, presenter_.window_size());
        return item ? perform(*item) : std::nullopt;
    }
    const bool left_down = event.type == SDL_MOUSEBUTTONDOWN && event.button == SDL_BUTTON_LEFT;
    if (button_visible_ && left_down && contains(corner(), event.x, event.y)) {
        open_menu();
        return std::nullopt;
    }
    const auto verdict = corner_verdict(event);
    if (verdict == Verdict::hold) return std::nullopt;
    if (verdict == Verdict::release) send_held_press();
    input_.button(event, presenter_.viewport());
    return std::nullopt;
}

std::optional<MenuItem> Controls::handle(const SDL_Event& event) {
    switch (event.type) {
        case SDL_KEYDOWN: return key_down(event.key);
        case SDL_KEYUP: input_.key_up(event.key); break;
        case SDL_TEXTINPUT: text(event.text); break;
        case SDL_MOUSEMOTION: motion(event.motion); break;
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP: return button(event.button);
        case SDL_MOUSEWHEEL: input_.wheel(event.wheel, presenter_.viewport()); break;
        default: break;
    }
    return std::nullopt;
}

// ---- the clock ----------------------------------------------------------------------------------

void Controls::act_on_time(TimePoint now) {
    if (corner_.wait(now) == Verdict::open) open_menu();
    if (pointer_moved_ && now >= *pointer_moved_ + pointer_rest) {
        pointer_moved_.reset();
        cursor_.set_hidden(true);
    }
}

std::optional<TimePoint> Controls::next_deadline() const {
    Earliest next;
    next.add(corner_.due());
    if (pointer_moved_) next.add(*pointer_moved_ + pointer_rest);
    return next.at();
}

}  // namespace ecsview::ui
