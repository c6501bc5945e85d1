// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/window.h"

#include <utility>

#include "base/language.h"
#include "ui/window_loop.h"

namespace ecsview::ui {
namespace {

using std::chrono::steady_clock;

Names names_of(const WindowOptions& options) {
    const Hotkeys& keys = options.hotkeys;
    return {options.title, keys.text_of(command::ToggleMenu{}), options.behaviour,
            keys.text_of_mouse_back()};
}

}  // namespace

Window::Loop::Loop(Display& display, const WindowOptions& options, Session& session,
                   Supervision& supervision)
    : display_(display),
      options_(options),
      session_(session),
      supervision_(supervision),
      video_(display.video),
      window_(display.window.get()),
      placement_(display.placement),
      presenter_(window_, options_.scale, display.options.rotation),
      controls_(options_, session_, *this, presenter_),
      clipboard_(window_, session_, controls_, options_.clipboard,
                 [&display] { display.video.wake(); }),
      started_(display.made),
      narrator_(names_of(options_), started_),
      next_beat_(started_) {
    if (options_.watch_screen) watch_.emplace([&display] { display.video.wake(); });
}

// ---- what comes from the connection -------------------------------------------------------------

void Window::Loop::receive(screen::Mailbox& mailbox) {
    auto delivery = mailbox.take();
    if (delivery.picture) {
        presenter_.take(*delivery.picture);
        controls_.look(*delivery.picture);
        if (counts() && delivery.picture->complete) statistics_.changed(steady_clock::now());
    }
    if (auto* script = session_.stepping()) script->receive(delivery);
    if (delivery.picture) {
        acknowledge(*delivery.picture);
        if (placement_.follow(desktop_in_window())) presenter_.invalidate();
    }
    take_state(std::move(delivery.state));
    if (watch_)
        watch_->look(delivery.picture, current() && !presenter_.frozen(), steady_clock::now());
}

// In the dark nobody looks, so no more is asked for; unless the program itself does. An attempt
// has its time to come to a whole picture.
void Window::Loop::acknowledge(const screen::PictureUpdate& update) {
    if (presenter_.dark() && update.complete && !watch_ && !options_.records)
        unseen_ = update;
    else
        screen::Mailbox::acknowledge(update);
}

void Window::Loop::take_state(screen::ConsoleState state) {
    state_ = std::move(state);
    set_title();
    controls_.set_state(state_);
    // On a wall it has been there for a while.
    if (std::exchange(first_state_, false) && options_.walled) clipboard_.pass_over(state_);
    clipboard_.hear(state_);
    // A script says by itself what that means for it.
    if (state_.ending && !options_.behaviour.stay && !session_.stepping())
        outcome_ = Left{state_.ending->code};
}

void Window::Loop::set_title() {
    const auto shown = watch_ ? watch_->state() : screen::ScreenState::unknown;
    std::string title = window_title(full_name_of(state_.machine, options_.title), shown);
    if (title == title_) return;
    title_ = std::move(title);
    SDL_SetWindowTitle(window_, title_.c_str());
}

void Window::Loop::watch_screen(TimePoint now) {
    auto news = watch_->turn(
        [this] {
            return ScreenWatch::Pixels{presenter_.pixels_now(), presenter_.desktop_size()};
        },
        now);
    if (!news) return;
    set_title();
    session_.shows(news->state, news->before, news->text);
}

// ---- what comes from the user -------------------------------------------------------------------

void Window::Loop::end_as(Way way) {
    outcome_ = Left{ExitCode::done, way};
    controls_.let_go();
}

void Window::Loop::quit() {
    outcome_ = Left{state_.ending ? state_.ending->code : ExitCode::done};
    controls_.let_go();
    supervision_.stopping();
}

void Window::Loop::toggle_fullscreen() {
    if (!placement_.fullscreen()) {
        placement_.enter_fullscreen();
    } else {
        placement_.leave_fullscreen();
        placement_.follow(desktop_in_window());
    }
    presenter_.invalidate();
}

void Window::Loop::toggle_statistics() {
    if (!counts()) statistics_.begin_at(session_.meters());
    figures_shown_ = !figures_shown_;
    figures_ = tr("No change yet.");
}

void Window::Loop::handle_window(const SDL_WindowEvent& event) {
    if (placement_.reframed()) presenter_.invalidate();
    switch (event.event) {
        case SDL_WINDOWEVENT_SHOWN:
        case SDL_WINDOWEVENT_RESTORED:
        case SDL_WINDOWEVENT_EXPOSED:
        case SDL_WINDOWEVENT_MAXIMIZED:
            drawable_ = true;
            presenter_.invalidate();
            break;
        case SDL_WINDOWEVENT_HIDDEN:
        case SDL_WINDOWEVENT_MINIMIZED: drawable_ = false; break;
        case SDL_WINDOWEVENT_RESIZED: placement_.resized(); break;
        case SDL_WINDOWEVENT_MOVED: placement_.moved(event.data1, event.data2); break;
        case SDL_WINDOWEVENT_SIZE_CHANGED: presenter_.invalidate(); break;
        case SDL_WINDOWEVENT_FOCUS_GAINED:
            controls_.focus_gained();
            clipboard_.look();
            break;
        case SDL_WINDOWEVENT_FOCUS_LOST: controls_.let_go(); break;
        // Nobody is to close a kiosk by Alt+F4; SIGTERM and the display's end come as SDL_QUIT.
        case SDL_WINDOWEVENT_CLOSE:
            if (!options_.behaviour.kiosk) quit();
            break;
        default: break;
    }
}

void Window::Loop::handle(const SDL_Event& event, screen::Mailbox& mailbox) {
    if (event.type == video_.wake_event()) {
        display_.backstage();
        return receive(mailbox);
    }
    if (display_.takes(event, steady_clock::now())) {
        if (event.type == SDL_KEYDOWN) Input::take_text();
        return;
    }
    if (counts() && event.type == SDL_KEYDOWN && current() && !controls_.menu_open())
        statistics_.key(steady_clock::now());
    if (watch_ && current() && !controls_.menu_open() && !controls_.view_only())
        watch_->hear(event, steady_clock::now());
    switch (event.type) {
        case SDL_QUIT: quit(); break;
        case SDL_WINDOWEVENT: handle_window(event.window); break;
        case SDL_CLIPBOARDUPDATE: clipboard_.changed(); break;
        case SDL_KEYDOWN:
        case SDL_KEYUP:
        case SDL_TEXTINPUT:
        case SDL_MOUSEMOTION:
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP:
        case SDL_FINGERDOWN:
        case SDL_FINGERUP:
        case SDL_FINGERMOTION:
        case SDL_MOUSEWHEEL:
            controls_.handle(in_pixels(event, window_, presenter_.rotation()));
            break;
        default: break;
    }
}

Window::Left Window::Loop::run(screen::Mailbox& mailbox) {
    receive(mailbox);
    while (!outcome_) {
        refresh();
        SDL_Event event;
        if (!outcome_) wait(event, mailbox);
        // All that is pending is handled before anything is drawn.
        while (!outcome_ && SDL_PollEvent(&event)) handle(event, mailbox);
    }
    return *outcome_;
}

Window::Window(WindowOptions options) : display_(std::make_unique<Display>(std::move(options))) {}

Window::~Window() = default;

void Window::wake() noexcept {
    display_->video.wake();
}

void Window::request_quit() noexcept {
    display_->video.request_quit();
}

ExitCode Window::run(screen::Mailbox& mailbox, Session& session, Supervision& supervision) {
    const auto left = show(*display_, display_->options, mailbox, session, supervision);
    SDL_HideWindow(display_->window.get());
    return left.code;
}

Window::Left Window::show(Display& display, const WindowOptions& options, screen::Mailbox& mailbox,
                          Session& session, Supervision& supervision) {
    return Loop(display, options, session, supervision).run(mailbox);
}

}  // namespace ecsview::ui
