// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/window.h"

#include <algorithm>
#include <string_view>

#include "base/log.h"
#include "ui/guest_cursor.h"
#include "ui/input.h"
#include "ui/presenter.h"
#include "ui/prompt.h"
#include "ui/sdl_video.h"
#include "ui/status_text.h"

namespace ecsview::ui {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr screen::WindowSize start_size{800, 500};  // until the first picture tells
// A reconnect shorter than this is not worth a flash of the banner.
constexpr milliseconds banner_after{300};
// Resize events that come so soon after our own wish are its answer, not the user's hand.
constexpr milliseconds answer_time{500};

// The part of the window's display where its content may lie: without panels and its own frame.
SDL_Rect usable_bounds(SDL_Window* window) {
    SDL_Rect bounds{0, 0, start_size.width, start_size.height};
    SDL_GetDisplayUsableBounds(std::max(0, SDL_GetWindowDisplayIndex(window)), &bounds);
    int top = 0, left = 0, bottom = 0, right = 0;
    SDL_GetWindowBordersSize(window, &top, &left, &bottom, &right);
    return {bounds.x + left, bounds.y + top, std::max(1, bounds.w - left - right),
            std::max(1, bounds.h - top - bottom)};
}

SDL_Point frame_of(SDL_Window* window) {
    int top = 0, left = 0;
    SDL_GetWindowBordersSize(window, &top, &left, nullptr, nullptr);
    return {left, top};
}

// SDL counts with the border of the moment, and a full screen window has none.
void put_back(SDL_Window* window, const screen::WindowRect& place, SDL_Point frame) {
    const SDL_Point now = frame_of(window);
    SDL_SetWindowPosition(window, place.x + now.x - frame.x, place.y + now.y - frame.y);
}

// Keeps the window's middle where it is, as far as the whole window then stays on the display.
void resize_in_place(SDL_Window* window, screen::WindowSize size) {
    const SDL_Rect bounds = usable_bounds(window);
    int x = 0, y = 0, width = 0, height = 0;
    SDL_GetWindowPosition(window, &x, &y);
    SDL_GetWindowSize(window, &width, &height);
    const int last_x = std::max(bounds.x, bounds.x + bounds.w - size.width);
    const int last_y = std::max(bounds.y, bounds.y + bounds.h - size.height);
    x = std::clamp(x + (width - size.width) / 2, bounds.x, last_x);
    y = std::clamp(y + (height - size.height) / 2, bounds.y, last_y);
    // A window that grows must not sweep over a pointer that will be outside of it again.
    const bool grows = size.width >= width && size.height >= height;
    if (grows) SDL_SetWindowPosition(window, x, y);
    SDL_SetWindowSize(window, size.width, size.height);
    if (!grows) SDL_SetWindowPosition(window, x, y);
}

// Under X11 only a window manager makes a window full screen; a kiosk may have none, so the window
// covers the display before it is asked.
void enter_fullscreen(SDL_Window* window) {
    SDL_Rect bounds;
    const bool x11 = std::string_view(SDL_GetCurrentVideoDriver()) == "x11";
    const int display = std::max(0, SDL_GetWindowDisplayIndex(window));
    if (x11 && SDL_GetDisplayBounds(display, &bounds) == 0) {
        SDL_SetWindowSize(window, bounds.w, bounds.h);
        SDL_SetWindowPosition(window, bounds.x, bounds.y);
    }
    SDL_SetWindowFullscreen(window, SDL_WINDOW_FULLSCREEN_DESKTOP);
    // Alt+Tab and the like are for the guest then.
    SDL_SetWindowKeyboardGrab(window, SDL_TRUE);
}

WindowHandle make_window(const WindowOptions& options) {
    const auto size = options.size.value_or(start_size);
    constexpr Uint32 flags = SDL_WINDOW_HIDDEN | SDL_WINDOW_RESIZABLE;
    const std::string title = options.title.empty() ? "ecsview" : options.title + " - ecsview";
    WindowHandle window(SDL_CreateWindow(title.c_str(), SDL_WINDOWPOS_CENTERED,
                                         SDL_WINDOWPOS_CENTERED, size.width, size.height, flags));
    if (!window)
        throw Error(ExitCode::no_display, std::string("The display gave no window (") +
                                              log::printable(SDL_GetError()) +
                                              "); check that the graphical session works.");
    return window;
}

}  // namespace

// Everything of the ui thread, in the order of construction.
class Window::Loop {
public:
    Loop(WindowOptions options, Actions actions)
        : options_(std::move(options)),
          actions_(std::move(actions)),
          window_(make_window(options_)),
          presenter_(window_.get(), options_.scale),
          input_(actions_.send, options_.hotkeys, options_.view_only),
          started_(steady_clock::now()),
          not_live_since_(started_) {
        remember_place();
        if (options_.fullscreen) enter_fullscreen(window_.get());
    }

    Uint32 wake_event() const noexcept { return video_.wake_event(); }
    void push(const SDL_Event& event) noexcept { video_.push(event); }
    ExitCode run(screen::Mailbox& mailbox);

private:
    void receive(screen::Mailbox& mailbox);
    void take_state(screen::ConsoleState state);
    void follow_desktop();
    void handle(const SDL_Event& event, screen::Mailbox& mailbox);
    void handle_window(const SDL_WindowEvent& event);
    void handle_key(const SDL_KeyboardEvent& event);
    void handle_prompt_key(const SDL_KeyboardEvent& event);
    void remember_place();
    void toggle_fullscreen();
    bool prompting() const;
    // The picture is the console's own, now.
    bool current() const {
        return state_.phase == screen::Phase::live && presenter_.has_picture() &&
               !presenter_.stale();
    }
    bool lingering() const { return state_.ending && options_.linger && shown_; }
    Overlay overlay(TimePoint now) const;
    std::optional<TimePoint> next_deadline(TimePoint now) const;
    void wait(SDL_Event& event, screen::Mailbox& mailbox);
    void refresh();
    bool is_fullscreen() const;

    const WindowOptions options_;
    const Actions actions_;
    SdlVideo video_;
    WindowHandle window_;
    Presenter presenter_;
    Input input_;
    GuestCursor cursor_;
    Prompt prompt_;
    screen::ConsoleState state_;
    const TimePoint started_;
    TimePoint not_live_since_;
    TimePoint our_resize_{};                // when we last asked for a size
    screen::WindowRect windowed_;           // where the window goes back to from full screen
    SDL_Point frame_{};                     // its left and upper border there
    screen::DesktopSize desktop_followed_;  // the desktop that gave the window its size
    int answered_attempt_ = 0;  // the prompt that was answered, until the state moves on
    bool shown_ = false;
    bool drawable_ = false;  // neither hidden nor minimised
    bool sized_by_user_ = false;
    bool overlay_shown_ = false;
    std::optional<ExitCode> outcome_;
};

bool Window::Loop::is_fullscreen() const {
    return (SDL_GetWindowFlags(window_.get()) & SDL_WINDOW_FULLSCREEN_DESKTOP) != 0;
}

bool Window::Loop::prompting() const {
    return state_.prompt && state_.prompt->attempt != answered_attempt_;
}

void Window::Loop::receive(screen::Mailbox& mailbox) {
    auto delivery = mailbox.take();
    if (delivery.picture) {
        presenter_.take(*delivery.picture);
        screen::Mailbox::acknowledge(*delivery.picture);
        if (presenter_.desktop_size() != desktop_followed_) follow_desktop();
    }
    take_state(std::move(delivery.state));
}

void Window::Loop::take_state(screen::ConsoleState state) {
    const bool was_live = state_.phase == screen::Phase::live;
    if (was_live && state.phase != screen::Phase::live) not_live_since_ = steady_clock::now();
    const bool other_prompt =
        !state.prompt || !state_.prompt || state.prompt->attempt != state_.prompt->attempt;
    if (other_prompt) {
        prompt_.clear();
        answered_attempt_ = 0;
    }
    state_ = std::move(state);
    input_.set_state(state_);
    input_.set_blocked(prompting() || state_.ending.has_value());
    cursor_.show(input_.passes() ? state_.cursor : nullptr);
    if (state_.ending && !lingering()) outcome_ = state_.ending->code;
}

// The window takes the desktop's size as long as nobody has chosen another one.
void Window::Loop::follow_desktop() {
    if (options_.size || sized_by_user_ || is_fullscreen()) return;
    const SDL_Rect bounds = usable_bounds(window_.get());
    const auto size = natural_window(presenter_.desktop_size(), {bounds.w, bounds.h});
    our_resize_ = steady_clock::now();
    resize_in_place(window_.get(), size);
    desktop_followed_ = presenter_.desktop_size();
    presenter_.invalidate();
}

void Window::Loop::remember_place() {
    SDL_GetWindowSize(window_.get(), &windowed_.width, &windowed_.height);
    SDL_GetWindowPosition(window_.get(), &windowed_.x, &windowed_.y);
    frame_ = frame_of(window_.get());
}

void Window::Loop::toggle_fullscreen() {
    our_resize_ = steady_clock::now();
    if (!is_fullscreen()) {
        remember_place();
        enter_fullscreen(window_.get());
    } else {
        SDL_SetWindowKeyboardGrab(window_.get(), SDL_FALSE);
        SDL_SetWindowFullscreen(window_.get(), 0);
        SDL_SetWindowSize(window_.get(), windowed_.width, windowed_.height);
        put_back(window_.get(), windowed_, frame_);
        if (presenter_.desktop_size() != desktop_followed_) follow_desktop();
    }
    presenter_.invalidate();
}

void Window::Loop::handle_window(const SDL_WindowEvent& event) {
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
        case SDL_WINDOWEVENT_RESIZED:
            if (steady_clock::now() - our_resize_ > answer_time && !is_fullscreen())
                sized_by_user_ = true;
            break;
        case SDL_WINDOWEVENT_SIZE_CHANGED: presenter_.invalidate(); break;
        case SDL_WINDOWEVENT_FOCUS_GAINED: input_.focus_gained(); break;
        case SDL_WINDOWEVENT_FOCUS_LOST: input_.release_all(); break;
        default: break;
    }
}

void Window::Loop::handle_prompt_key(const SDL_KeyboardEvent& event) {
    switch (event.keysym.sym) {
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
            if (prompt_.empty() || event.repeat) break;
            answered_attempt_ = state_.prompt->attempt;
            actions_.answer_password(prompt_.take());
            input_.set_blocked(false);
            break;
        case SDLK_ESCAPE:
            prompt_.clear();
            answered_attempt_ = state_.prompt->attempt;
            actions_.cancel_password();
            break;
        case SDLK_BACKSPACE: prompt_.backspace(); break;
        case SDLK_u:
            if (event.keysym.mod & KMOD_CTRL) prompt_.clear();
            break;
        default: break;
    }
}

void Window::Loop::handle_key(const SDL_KeyboardEvent& event) {
    if (lingering()) {
        if (!event.repeat) outcome_ = state_.ending->code;
        return;
    }
    if (prompting()) return handle_prompt_key(event);
    if (input_.key_down(event) == HotkeyAction::toggle_fullscreen) toggle_fullscreen();
}

void Window::Loop::handle(const SDL_Event& event, screen::Mailbox& mailbox) {
    if (event.type == video_.wake_event()) return receive(mailbox);
    switch (event.type) {
        case SDL_QUIT:
            outcome_ = lingering() ? state_.ending->code : ExitCode::done;
            input_.release_all();
            actions_.quit();
            break;
        case SDL_WINDOWEVENT: handle_window(event.window); break;
        case SDL_KEYDOWN: handle_key(event.key); break;
        case SDL_KEYUP: input_.key_up(event.key); break;
        case SDL_TEXTINPUT:
            if (prompting())
                prompt_.type(event.text.text);
            else
                input_.text(event.text);
            break;
        case SDL_MOUSEMOTION:
            presenter_.set_pointer({event.motion.x, event.motion.y});
            input_.motion(event.motion, presenter_.viewport());
            break;
        case SDL_MOUSEBUTTONDOWN:
            if (lingering()) outcome_ = state_.ending->code;
            [[fallthrough]];
        case SDL_MOUSEBUTTONUP: input_.button(event.button, presenter_.viewport()); break;
        case SDL_MOUSEWHEEL: input_.wheel(event.wheel, presenter_.viewport()); break;
        default: break;
    }
}

Overlay Window::Loop::overlay(TimePoint now) const {
    if (state_.ending) return ending_notice(*state_.ending);
    if (prompting()) return prompt_view(*state_.prompt, prompt_.characters());
    screen::ConsoleState told = state_;
    told.since = not_live_since_;  // the person waits since then, whatever the phases
    if (!presenter_.has_picture()) return start_notice(told, options_.title, now);
    if (current()) return {};
    const bool due = overlay_shown_ || state_.phase == screen::Phase::waiting ||
                     now - not_live_since_ >= banner_after;
    if (due) return banner_of(told, now);
    return {};
}

std::optional<TimePoint> Window::Loop::next_deadline(TimePoint now) const {
    if (!shown_) return started_ + options_.show_after;
    if (!drawable_ || state_.ending || prompting()) return std::nullopt;
    if (current()) return std::nullopt;
    screen::ConsoleState told = state_;
    told.since = not_live_since_;
    const TimePoint change = next_change(told, now);
    const TimePoint banner = not_live_since_ + banner_after;
    return !overlay_shown_ && banner > now ? std::min(change, banner) : change;
}

// Brings the window to what the state says, and shows it when there is something to see.
void Window::Loop::refresh() {
    const TimePoint now = steady_clock::now();
    const bool worth = presenter_.has_picture() || prompting() || state_.ending ||
                       (state_.phase == screen::Phase::waiting && !state_.headline.empty());
    if (!shown_ && (worth || now >= started_ + options_.show_after)) {
        shown_ = drawable_ = true;
        SDL_ShowWindow(window_.get());
        SDL_RaiseWindow(window_.get());
    }
    if (!shown_ || !drawable_) return;
    Overlay next = overlay(now);
    overlay_shown_ = !std::holds_alternative<std::monostate>(next);
    presenter_.set_overlay(std::move(next));
    presenter_.present();
}

void Window::Loop::wait(SDL_Event& event, screen::Mailbox& mailbox) {
    const TimePoint now = steady_clock::now();
    std::optional<milliseconds> limit;
    // Rounded up: waking a little early would only mean waking twice.
    if (const auto deadline = next_deadline(now))
        limit = std::clamp(std::chrono::ceil<milliseconds>(*deadline - now), milliseconds(1),
                           milliseconds(60'000));
    if (video_.wait(event, limit)) handle(event, mailbox);
}

ExitCode Window::Loop::run(screen::Mailbox& mailbox) {
    receive(mailbox);
    while (!outcome_) {
        refresh();
        SDL_Event event;
        wait(event, mailbox);
        // All that is pending is handled before anything is drawn.
        while (!outcome_ && SDL_PollEvent(&event)) handle(event, mailbox);
    }
    SDL_HideWindow(window_.get());
    return *outcome_;
}

Window::Window(WindowOptions options, Actions actions)
    : loop_(std::make_unique<Loop>(std::move(options), std::move(actions))) {}

Window::~Window() = default;

void Window::wake() noexcept {
    SDL_Event event{};
    event.type = loop_->wake_event();
    loop_->push(event);
}

void Window::request_quit() noexcept {
    SDL_Event event{};
    event.type = SDL_QUIT;
    loop_->push(event);
}

ExitCode Window::run(screen::Mailbox& mailbox) {
    return loop_->run(mailbox);
}

}  // namespace ecsview::ui
