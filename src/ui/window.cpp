// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/window.h"

#include <algorithm>
#include <string_view>

#include "base/earliest.h"
#include "base/language.h"
#include "ui/controls.h"
#include "ui/picture/presenter.h"
#include "ui/screen_watch.h"
#include "ui/sdl_clipboard.h"
#include "ui/window_display.h"
#include "ui/words/narrator.h"
#include "ui/words/statistics.h"
#include "ui/words/timeline_text.h"

namespace ecsview::ui {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often the time line of a recording is shown anew.
constexpr milliseconds timeline_look{250};

Names names_of(const WindowOptions& options) {
    const Hotkeys& keys = options.hotkeys;
    return {options.title, keys.text_of(command::ToggleMenu{}), options.behaviour,
            keys.text_of_mouse_back()};
}

}  // namespace

// Everything else of the ui thread, in the order of construction.
class Window::Loop final : private WindowActions {
public:
    Loop(Display& display, const WindowOptions& options, Session& session, Supervision& supervision)
        : options_(options),
          session_(session),
          supervision_(supervision),
          video_(display.video),
          window_(display.window.get()),
          placement_(display.placement),
          presenter_(window_, options_.scale),
          controls_(options_, session_, *this, presenter_),
          clipboard_(window_, session_, controls_, options_.clipboard,
                     [&display] { display.video.wake(); }),
          started_(display.made),
          narrator_(names_of(options_), started_),
          next_beat_(started_) {
        if (options_.watch_screen) watch_.emplace([&display] { display.video.wake(); });
    }

    Left run(screen::Mailbox& mailbox);

private:
    void receive(screen::Mailbox& mailbox);
    void take_state(screen::ConsoleState state);
    void handle(const SDL_Event& event, screen::Mailbox& mailbox);
    void handle_window(const SDL_WindowEvent& event);
    void toggle_fullscreen() override;
    void toggle_statistics() override;
    void grab_keyboard(bool grab) override { placement_.grab_keyboard(grab); }
    void keep_keyboard(bool keep) override { placement_.keep_keyboard(keep); }
    std::optional<std::string> clipboard_text() override { return clipboard_.text(); }
    bool set_clipboard_text(const std::string& text) override { return SdlClipboard::put(text); }
    void leave() override;
    void quit() override;

    // The picture is the console's own, now.
    bool current() const {
        return state_.phase == screen::Phase::live && presenter_.has_picture() &&
               !presenter_.stale();
    }
    void set_title();
    void watch_screen(TimePoint now);
    Scene scene() const;
    Situation situation() const;
    Cover cover(const Scene& seen, TimePoint now);
    void refresh();
    void show_if_worth(TimePoint now);
    void report(const Scene& seen, TimePoint now);
    bool counts() const { return options_.stats || figures_shown_; }
    void tell_figures(TimePoint now);
    std::optional<TimePoint> next_deadline(TimePoint now) const;
    void wait(SDL_Event& event, screen::Mailbox& mailbox);

    const WindowOptions& options_;
    Session& session_;
    Supervision& supervision_;
    SdlVideo& video_;
    SDL_Window* const window_;
    Placement& placement_;
    Presenter presenter_;
    Controls controls_;
    SdlClipboard clipboard_;
    screen::ConsoleState state_;
    const TimePoint started_;
    Narrator narrator_;
    std::string told_;  // to the service manager
    Statistics statistics_;
    bool figures_shown_ = false;
    std::string figures_;               // the newest
    TimePoint next_beat_;               // if beats are wanted
    std::optional<ScreenWatch> watch_;  // if the screen's state is wanted
    std::string title_;
    bool shown_ = false;
    bool presented_ = false;
    bool first_state_ = true;
    bool drawable_ = false;  // neither hidden nor minimised
    std::optional<Left> outcome_;
};

// ---- what comes from the connection -------------------------------------------------------------

void Window::Loop::receive(screen::Mailbox& mailbox) {
    auto delivery = mailbox.take();
    if (delivery.picture) {
        presenter_.take(*delivery.picture);
        controls_.look(*delivery.picture);
        if (counts() && delivery.picture->complete) statistics_.changed(steady_clock::now());
    }
    if (auto* script = session_.stepping()) script->receive(delivery, steady_clock::now());
    if (delivery.picture) {
        screen::Mailbox::acknowledge(*delivery.picture);
        if (placement_.follow(presenter_.desktop_size())) presenter_.invalidate();
    }
    take_state(std::move(delivery.state));
    if (watch_)
        watch_->look(delivery.picture, current() && !presenter_.frozen(), steady_clock::now());
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

void Window::Loop::leave() {
    outcome_ = Left{.code = ExitCode::done, .to_wall = true};
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
        placement_.follow(presenter_.desktop_size());
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
    if (event.type == video_.wake_event()) return receive(mailbox);
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
        case SDL_MOUSEWHEEL: controls_.handle(in_pixels(event, window_)); break;
        default: break;
    }
}

// ---- what is shown, and until when --------------------------------------------------------------

Scene Window::Loop::scene() const {
    return {state_,
            presenter_.has_picture(),
            current(),
            presenter_.blank(),
            controls_.prompt().open(),
            controls_.prompt().characters(),
            controls_.view_only(),
            controls_.words(),
            controls_.mouse_use()};
}

void Window::Loop::show_if_worth(TimePoint now) {
    const bool worth = presenter_.has_picture() || controls_.prompt().open() || state_.ending ||
                       (state_.phase == screen::Phase::waiting && !state_.headline.empty());
    if (shown_ || (!worth && now < started_ + options_.show_after)) return;
    shown_ = drawable_ = true;
    SDL_ShowWindow(window_);
    SDL_RaiseWindow(window_);
}

Situation Window::Loop::situation() const {
    Situation now;
    now.behaviour = options_.behaviour;
    now.live = current();
    now.picture = presenter_.has_picture();
    now.mouse_steps = controls_.mouse_use() != MouseUse::places;
    now.can_take_over = state_.can_take_over;
    now.os = state_.machine.os;
    now.ended = state_.ending.has_value();
    now.fullscreen = placement_.fullscreen();
    now.statistics = figures_shown_;
    now.scale = presenter_.mode();
    now.records = options_.records;
    now.walled = options_.walled;
    if (const auto* shown = session_.playback()) {
        now.playback = true;
        now.paused = shown->state().paused;
    }
    return now;
}

void Window::Loop::report(const Scene& seen, TimePoint now) {
    if (std::string words = narrator_.report(seen); words != told_) {
        told_ = std::move(words);
        supervision_.status(told_);
    }
    if (options_.beat_every && now >= next_beat_) {
        next_beat_ = now + *options_.beat_every;
        session_.prove_alive();
    }
}

// A second of statistics is over, in which something happened or that followed such a one.
void Window::Loop::tell_figures(TimePoint now) {
    if (!counts() || now < statistics_.due().value_or(TimePoint::max())) return;
    const Reading reading = statistics_.read(now, session_.meters());
    figures_ = text_of(reading);
    if (options_.stats && reading.changes > 0) log_reading(reading);
}

// What lies over the picture: the menu while it is open, else what there is to be told.
Cover Window::Loop::cover(const Scene& seen, TimePoint now) {
    const bool menu = controls_.menu_open();
    Overlay told = menu ? Overlay{} : narrator_.say(seen, now);
    if (figures_shown_ && told == Overlay{} && !menu) told = Hint{figures_};
    if (const auto* shown = session_.playback())
        if (controls_.timeline() && told == Overlay{} && !menu)
            told = Hint{text_of(shown->state())};
    if (auto* script = session_.stepping(); script && !menu && !controls_.prompt().open())
        told = Hint{script->words()};
    controls_.set_overlay(told);
    return menu ? Cover(controls_.menu(narrator_.status(seen, now)), true)
                : controls_.cover_with(told);
}

// Brings the window to what the state says, and shows it when there is something to see.
void Window::Loop::refresh() {
    const TimePoint now = steady_clock::now();
    controls_.act_on_time(now);
    if (auto* script = session_.stepping(); script && !script->act(now)) quit();
    if (placement_.settle(now)) presenter_.invalidate();
    show_if_worth(now);
    const Scene seen = scene();
    narrator_.watch(seen, now);
    report(seen, now);
    tell_figures(now);
    if (watch_) watch_screen(now);
    if (!shown_ || !drawable_) return;
    controls_.set_situation(situation());
    presenter_.set_cover(cover(seen, now));
    presenter_.present(now);
    if (!std::exchange(presented_, true)) supervision_.ready();
}

std::optional<TimePoint> Window::Loop::next_deadline(TimePoint now) const {
    Earliest next;
    if (!shown_) next.add(started_ + options_.show_after);
    if (shown_ && drawable_) next.add(narrator_.next_change(scene(), now));
    if (shown_ && drawable_) next.add(presenter_.next_present());
    if (counts()) next.add(statistics_.due());
    next.add(controls_.next_deadline());
    if (const auto* shown = session_.playback())
        if (controls_.timeline() && !shown->state().paused) next.add(now + timeline_look);
    if (auto* script = session_.stepping()) next.add(script->due(now));
    next.add(placement_.due());
    if (watch_) next.add(watch_->due());
    if (options_.beat_every) next.add(next_beat_);
    return next.at();
}

void Window::Loop::wait(SDL_Event& event, screen::Mailbox& mailbox) {
    if (video_.wait(event, next_deadline(steady_clock::now()))) handle(event, mailbox);
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
