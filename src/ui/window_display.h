// SPDX-License-Identifier: GPL-2.0-or-later
// What of the window is there before there is anybody to talk to: the display, the window on it and
// its place. ui thread.
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "ui/displays.h"
#include "ui/placement.h"
#include "ui/sdl_video.h"
#include "ui/slumber.h"
#include "ui/wall/turns.h"
#include "ui/window.h"
#include "ui/words/status_text.h"

namespace ecsview::ui {

struct Window::Display {
    explicit Display(WindowOptions chosen)
        : options(std::move(chosen)),
          window(make_window()),
          placement(window.get(), chosen_size(), grabs_keys()),
          slumber(options.nights),
          turns(options.turn) {
        if (options.behaviour.fullscreen) placement.enter_fullscreen();
        if (options.behaviour.kiosk) SDL_DisableScreenSaver();
    }

    WindowHandle make_window() {
        constexpr screen::WindowSize start_size{800, 500};  // until the first picture tells
        const auto title = window_title(options.title, screen::ScreenState::unknown);
        return video.make_window(title.c_str(), middle_of_display(options.display),
                                 chosen_size().value_or(start_size));
    }
    // A wall has no picture whose size it could follow.
    std::optional<screen::WindowSize> chosen_size() const {
        if (options.size || !options.walled) return options.size;
        return fifths_of_display(options.display, 4);
    }
    // A kiosk keeps the keys that would lead out of it, even if it sends none.
    bool grabs_keys() const { return !options.behaviour.view_only || options.behaviour.kiosk; }

    // A kiosk's screen stays on while it has something to show.
    void look_at_the_time(TimePoint now) {
        using namespace std::chrono;
        slumber.look(floor<seconds>(system_clock::now()), now);
        if (!options.behaviour.kiosk) return;
        if (slumber.dark())
            SDL_EnableScreenSaver();
        else
            SDL_DisableScreenSaver();
    }

    // Somebody is there.
    void attend(TimePoint now) {
        slumber.attend(now);
        turns.attend(now);
    }
    // Whether nobody else is to get the event.
    bool takes(const SDL_Event& event, TimePoint now) {
        if (is_press(event)) turns.attend(now);
        return slumber.takes(event, now);
    }

    const WindowOptions options;
    SdlVideo video;
    WindowHandle window;
    Placement placement;
    Slumber slumber;
    Turns turns;
    // What the other consoles of a wall are given whenever something has come, while one has the
    // window.
    std::function<void()> backstage = [] {};
    const TimePoint made = std::chrono::steady_clock::now();
};

}  // namespace ecsview::ui
