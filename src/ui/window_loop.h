// SPDX-License-Identifier: GPL-2.0-or-later
// The window while one console has it: what comes from its connection and from the person, what is
// shown of it and until when (window_view.cpp). Made by Window for each console that is shown; all
// members but the display's, in the order of construction, are its own. ui thread.
#pragma once

#include <optional>
#include <string>

#include "ui/controls.h"
#include "ui/picture/presenter.h"
#include "ui/screen_watch.h"
#include "ui/sdl_clipboard.h"
#include "ui/window_display.h"
#include "ui/words/narrator.h"
#include "ui/words/statistics.h"

namespace ecsview::ui {

class Window::Loop final : private WindowActions {
public:
    Loop(Display& display, const WindowOptions& options, Session& session,
         Supervision& supervision);

    Left run(screen::Mailbox& mailbox);

private:
    void receive(screen::Mailbox& mailbox);
    void take_state(screen::ConsoleState state);
    void acknowledge(const screen::PictureUpdate& update);
    void fall_asleep_or_wake();
    void handle(const SDL_Event& event, screen::Mailbox& mailbox);
    void handle_window(const SDL_WindowEvent& event);
    void toggle_fullscreen() override;
    void toggle_statistics() override;
    void grab_keyboard(bool grab) override { placement_.grab_keyboard(grab); }
    void keep_keyboard(bool keep) override { placement_.keep_keyboard(keep); }
    std::optional<std::string> clipboard_text() override { return clipboard_.text(); }
    bool set_clipboard_text(const std::string& text) override { return SdlClipboard::put(text); }
    void leave() override { end_as(Way::wall); }
    void leave_for(bool next) override { end_as(next ? Way::next : Way::previous); }
    void end_as(Way way);
    void quit() override;

    // The picture is the console's own, now.
    bool current() const {
        return state_.phase == screen::Phase::live && presenter_.has_picture() &&
               !presenter_.stale();
    }
    // As the window would have it.
    screen::DesktopSize desktop_in_window() const {
        return turned(presenter_.desktop_size(), presenter_.rotation());
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
    std::optional<TimePoint> turn_due() const;
    std::optional<TimePoint> next_deadline(TimePoint now) const;
    void wait(SDL_Event& event, screen::Mailbox& mailbox);
    bool visible() const { return shown_ && drawable_ && !presenter_.dark(); }

    Display& display_;
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
    // The decoder waits for us: nobody sees it.
    std::optional<screen::PictureUpdate> unseen_;
    std::optional<Left> outcome_;
};

}  // namespace ecsview::ui
