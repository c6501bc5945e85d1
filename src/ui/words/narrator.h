// SPDX-License-Identifier: GPL-2.0-or-later
// Decides what is said over the picture, from what is to be seen and since when; and when that will
// change by itself, so that the ui thread sleeps until then, and for ever while nothing will. Pure,
// the clock is passed in; ui thread.
#pragma once

#include <optional>
#include <string>

#include "ui/input/mouse_use.h"
#include "ui/words/overlay.h"
#include "ui/words/status_text.h"

namespace ecsview::ui {

// What there is to be told. The state is borrowed for the call.
struct Scene {
    const screen::ConsoleState& state;
    bool picture = false;    // some picture is there, perhaps an old one
    bool current = false;    // it is the console's own, now
    bool blank = false;      // it is of one colour
    bool prompting = false;  // a password is to be typed
    std::size_t typed = 0;   // characters of it
    bool view_only = false;  // nothing is sent now
    std::string keys = {};   // what there is to be said about the keyboard
    MouseUse mouse = MouseUse::places;
};

class Narrator {
public:
    // A reconnect shorter than this is not worth a flash of the banner.
    static constexpr std::chrono::milliseconds banner_after{300};
    // Longer than a mode switch, and than a lone cursor stays dark between two blinks.
    static constexpr std::chrono::seconds hint_after{5};
    // How long it is said whose the mouse is.
    static constexpr std::chrono::seconds mouse_hint_for{4};

    Narrator(Names names, TimePoint started) : names_(std::move(names)), lost_since_(started) {}

    // Call it for each new scene, and before next_change().
    void watch(const Scene& scene, TimePoint now);
    Overlay say(const Scene& scene, TimePoint now) const;
    // The same in the words of the menu.
    MenuStatus status(const Scene& scene, TimePoint now) const;
    // The same in one line that does not count seconds, for the service manager.
    std::string report(const Scene& scene) const;
    std::optional<TimePoint> next_change(const Scene& scene, TimePoint now) const;

private:
    screen::ConsoleState told(const Scene& scene) const;
    bool mouse_hint_due(TimePoint now) const;
    bool banner_due(const Scene& scene, TimePoint now) const;

    const Names names_;
    TimePoint lost_since_;  // the person waits since then, whatever the phases
    bool was_current_ = false, banner_shown_ = false;
    std::optional<TimePoint> blank_since_;
    MouseUse mouse_ = MouseUse::places;
    TimePoint mouse_since_{};
};

}  // namespace ecsview::ui
