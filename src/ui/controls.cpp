// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/controls.h"

#include <utility>

#include "base/earliest.h"
#include "base/language.h"
#include "ui/board/board_cover.h"
#include "ui/marks.h"

namespace ecsview::ui {
namespace {

using std::chrono::steady_clock;
using Verdict = CornerPress::Verdict;

// How long it is said that the keyboard is grabbed, and the like: long enough to be read twice.
constexpr std::chrono::seconds news_time{6};

// How often it is looked whether a recording is saved, while it is.
constexpr std::chrono::milliseconds saving_look{50};

bool is_finger(std::uint32_t which) {
    return which == SDL_TOUCH_MOUSEID;
}

}  // namespace

Controls::Controls(const WindowOptions& options, Session& session, WindowActions& window,
                   Presenter& presenter)
    : options_(options),
      session_(session),
      window_(window),
      presenter_(presenter),
      input_([&session](rfb::ClientMessage message) { session.send(std::move(message)); },
             options.hotkeys, options.behaviour.view_only),
      cursor_(presenter.rotation()),
      prompt_(!options.behaviour.kiosk),
      paste_(options.guest_layout,
             [&session](rfb::ClientMessage message) { session.send(std::move(message)); }),
      touch_(input_, prompt_, presenter, *this, options.guest_layout),
      view_only_(options.behaviour.view_only) {
    now_.behaviour = options.behaviour;
    cursor_.set_hidden(options.behaviour.kiosk);
}

void Controls::set_state(const screen::ConsoleState& state) {
    prompt_.set_question(state.prompt);
    input_.set_state(state);
    paste_.set_state(state);
    settle_paste();
    if (copying_) copying_->set_state(state);
    settle_copying();
    if (state.phase != screen::Phase::live) held_before_menu_.clear();
    ending_ = state.ending;
    show_end(state.ending.has_value());
    shape_ = state.cursor;
    update();
}

// The card with the failure is the menu for as long as there is nothing else to do.
void Controls::show_end(bool ended) {
    if (std::exchange(ended_, ended) == ended || !options_.behaviour.stay) return;
    now_.ended = ended;
    now_.copied = copied_ = false;
    menu_.reset();
    if (ended) open_menu();
}

void Controls::look(const screen::PictureUpdate& update) {
    paste_.look(update, steady_clock::now());
}

void Controls::set_situation(const Situation& now) {
    now_ = now;
    now_.prompting = prompt_.open();
    now_.behaviour.view_only = view_only_;
    for (const OwnChord& chord : options_.own_chords) now_.own_chords.push_back(chord.label);
    now_.held = menu_ ? held_before_menu_ : input_.held();
    now_.keyboard = touch_.wants_board();
    now_.copied = copied_;
    now_.grabbed = grabbed_;
    now_.grab_has_a_way_out =
        options_.hotkeys.has(command::ToggleGrab{}) || options_.hotkeys.has(command::ToggleMenu{});
    // A window can be left by its window manager; nobody is to leave a kiosk.
    now_.mouse_may_go =
        !now_.fullscreen || options_.behaviour.kiosk || options_.hotkeys.has_mouse_back();
    input_.set_mouse_may_go(now_.mouse_may_go);
    if (menu_) menu_->set_situation(now_);
    touch_.update();
}

void Controls::update() {
    input_.set_blocked(menu_ || prompt_.open() || ended_ || paste_.open() || copying_);
    show_cursor();
    touch_.update();
}

void Controls::show_cursor() {
    const bool follows = input_.mouse_use() == MouseUse::places;
    cursor_.show(input_.passes() && follows ? shape_ : nullptr, presenter_.fitting_cursor());
}

Cover Controls::cover_with(const Overlay& told) const {
    if (copying_)
        return Cover(Marks{areas_of(copying_->marked(), presenter_.viewport()), told}, false);
    return touch_.shown() ? cover_of(BoardCover{touch_.board(), told}) : cover_of(told);
}

Area Controls::corner() const {
    const auto window = presenter_.window_size();
    return menu_button(window.width, window.height);
}

// ---- the menu -----------------------------------------------------------------------------------

const MenuView& Controls::menu(const MenuStatus& status) {
    if (const Question* asked = paste_.question()) return asked->view();
    return menu_view_ = menu_->view(status);
}

void Controls::open_menu() {
    corner_.cancel();
    touch_.let_go();
    grab(false);
    now_.held = held_before_menu_ = input_.held();
    menu_.emplace(now_);
    menu_view_ = menu_->view({});
    update();
}

// A card that tells of the end stays as long as there is one.
void Controls::close_menu() {
    if (now_.ended) return;
    menu_.reset();
    update();
}

// A row of the menu: only its pages keep it open.
void Controls::choose(const std::optional<Command>& chosen) {
    if (!chosen) return;
    if (!std::holds_alternative<command::ShowPage>(*chosen)) close_menu();
    perform(*chosen);
    if (!menu_) held_before_menu_.clear();
}

// ---- a paste, a copy, and what is said ----------------------------------------------------------

// What came without keys, for a server that takes scancodes.
void Controls::type(const std::string& text) {
    if (text.empty()) return;
    paste_.compose(text);
    settle_paste();
    update();
}

void Controls::settle_paste() {
    const auto words = paste_.take_end();
    if (!words) return;
    if (!words->empty()) tell(*words);
    input_.focus_gained();  // Caps Lock may have been pressed
    update();
}

void Controls::settle_copying() {
    if (!copying_ || !copying_->over()) return;
    if (std::string words = copying_->words(); !words.empty()) tell(std::move(words));
    copying_.reset();
    presenter_.thaw();
    update();
}

void Controls::tell(std::string news) {
    news_ = std::move(news);
    news_end_ = steady_clock::now() + news_time;
}

std::string Controls::words() const {
    if (paste_.open()) return paste_.words();
    if (copying_) return copying_->words();
    // The keyboard on the screen shows it.
    const std::vector<int> held = touch_.shown() ? std::vector<int>() : input_.held();
    if (held.empty()) return news_end_ ? news_ : std::string();
    return tr_count(held.size(), "{2} is down until the next key.",
                    "{2} are down until the next key.", words_of_modifiers(held));
}

// ---- keys ---------------------------------------------------------------------------------------

void Controls::key_down(const SDL_KeyboardEvent& event) {
    if (paste_.open()) {
        Input::take_text();
        paste_.key(event, steady_clock::now());
        settle_paste();
    } else if (copying_) {
        Input::take_text();
        copying_->key(event);
        settle_copying();
    } else if (const auto command = input_.hotkey(event)) {
        if (!event.repeat) perform(*command);
    } else if (menu_) {
        Input::take_text();
        choose(menu_->key(event, menu_view_, presenter_.window_size()));
    } else if (prompt_.open()) {
        prompt_key(event);
    } else if (now_.playback) {
        playback_key(event);
    } else if (session_.stepping()) {
        step_key(event);
    } else {
        input_.key_down(event, Input::take_text());
    }
}

// The keys of players; the menu has the same, and more.
void Controls::playback_key(const SDL_KeyboardEvent& event) {
    constexpr int jump = 10, far = command::SeekPlayback::all;
    Input::take_text();
    switch (event.keysym.sym) {
        case SDLK_SPACE: return event.repeat ? void() : perform(command::PausePlayback{});
        case SDLK_LEFT: return perform(command::SeekPlayback{-jump});
        case SDLK_RIGHT: return perform(command::SeekPlayback{jump});
        case SDLK_HOME: return perform(command::SeekPlayback{-far});
        case SDLK_END: return perform(command::SeekPlayback{far});
        case SDLK_t: return event.repeat ? void() : perform(command::ToggleTimeline{});
        default: break;
    }
}

void Controls::step_key(const SDL_KeyboardEvent& event) {
    Input::take_text();
    if (event.repeat) return;  // each press is one word
    Stepping& script = *session_.stepping();
    switch (event.keysym.sym) {
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
        case SDLK_SPACE: return script.next();
        case SDLK_c: return script.go_on();
        case SDLK_ESCAPE: return script.stop();
        default: break;
    }
}

void Controls::prompt_key(const SDL_KeyboardEvent& event) {
    switch (prompt_.key(event)) {
        case OpenPrompt::Verdict::answered:
            session_.answer_password(prompt_.take());
            update();
            break;
        case OpenPrompt::Verdict::cancelled: session_.cancel_password(); break;
        case OpenPrompt::Verdict::nothing: break;
    }
}

void Controls::text(const SDL_TextInputEvent& event) {
    if (menu_) return;
    if (prompt_.open())
        prompt_.text(event);
    else
        type(paste_.open() ? event.text : input_.text(event));
}

// ---- mouse and fingers --------------------------------------------------------------------------

void Controls::send_held_press() {
    SDL_MouseButtonEvent press{};
    press.type = SDL_MOUSEBUTTONDOWN;
    press.button = SDL_BUTTON_LEFT;
    press.which = SDL_TOUCH_MOUSEID;
    press.x = corner_.point().x;
    press.y = corner_.point().y;
    input_.button(press, presenter_.viewport());
}

void Controls::motion(const SDL_MouseMotionEvent& event) {
    if (options_.behaviour.kiosk && !is_finger(event.which)) cursor_.moved(steady_clock::now());
    if (!is_finger(event.which) && !touch_.on_board(event.x, event.y))
        presenter_.set_pointer({event.x, event.y});
    if (Question* asked = paste_.question())
        return asked->motion(event.x, event.y, presenter_.window_size());
    if (copying_) return copying_->motion(event, presenter_.viewport());
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

void Controls::button(const SDL_MouseButtonEvent& event) {
    if (touch_.mouse_button(event, steady_clock::now())) return;
    if (paste_.open()) {
        paste_.button(event, presenter_.window_size(), steady_clock::now());
        return settle_paste();
    }
    if (copying_) {
        copying_->button(event, presenter_.viewport());
        return settle_copying();
    }
    if (menu_) return choose(menu_->button(event, menu_view_, presenter_.window_size()));
    const bool left_down = event.type == SDL_MOUSEBUTTONDOWN && event.button == SDL_BUTTON_LEFT;
    if (button_visible_ && left_down && contains(corner(), event.x, event.y))
        return perform(command::ToggleMenu{});
    const auto verdict = corner_verdict(event);
    if (verdict == Verdict::hold) return;
    if (left_down && session_.stepping()) return session_.stepping()->next();
    if (verdict == Verdict::release) send_held_press();
    input_.button(event, presenter_.viewport());
    const bool kept = input_.passes() && input_.mouse_use() != MouseUse::places &&
                      !now_.mouse_may_go && !is_finger(event.which);
    if (kept && event.type == SDL_MOUSEBUTTONDOWN)
        tell(tr("The mouse stays here: in full screen no chord (--hotkeys) would take it back."));
}

void Controls::handle(const SDL_Event& event) {
    switch (event.type) {
        case SDL_KEYDOWN: key_down(event.key); break;
        case SDL_KEYUP: input_.key_up(event.key); break;
        case SDL_TEXTINPUT: text(event.text); break;
        case SDL_MOUSEMOTION: motion(event.motion); break;
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP: button(event.button); break;
        case SDL_FINGERDOWN:
        case SDL_FINGERUP:
        case SDL_FINGERMOTION: touch_.finger(event.tfinger, steady_clock::now()); break;
        case SDL_MOUSEWHEEL: input_.wheel(event.wheel, presenter_.viewport()); break;
        default: break;
    }
}

// ---- the clock ----------------------------------------------------------------------------------

void Controls::act_on_time(TimePoint now) {
    if (news_end_ && now >= *news_end_) news_end_.reset();
    input_.act_on_time(now);
    paste_.act(now);
    settle_paste();
    settle_saving();
    touch_.act_on_time(now);
    if (corner_.wait(now) == Verdict::open) perform(command::ShowPage{MenuPage::main});
    show_cursor();  // the picture may be of another size
    cursor_.wait(now);
}

std::optional<TimePoint> Controls::next_deadline() const {
    Earliest next;
    next.add(input_.due());
    next.add(corner_.due());
    next.add(touch_.next_deadline());
    next.add(news_end_);
    next.add(paste_.due());
    next.add(cursor_.due());
    if (saving_.valid()) next.add(steady_clock::now() + saving_look);
    return next.at();
}

}  // namespace ecsview::ui
