// SPDX-License-Identifier: GPL-2.0-or-later
// The paste that is under way, if there is one, and what becomes of it: the clipboard's text, or
// one that came without keys, as a keyboard on the screen brings it. Takes keys, mouse and more of
// such text. Knows the console's picture and state for the next one. ui thread; `send` only queues.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ui/pasting.h"

namespace ecsview::ui {

class OpenPaste {
public:
    using TimePoint = Pasting::TimePoint;

    OpenPaste(typing::Layout layout, Pasting::Send send)
        : layout_(layout), send_(std::move(send)) {}

    void set_state(const screen::ConsoleState& state);
    void look(const screen::PictureUpdate& update, TimePoint now);

    bool open() const { return pasting_.has_value(); }
    // None: nothing is asked.
    Question* question() { return pasting_ ? pasting_->question() : nullptr; }
    const Question* question() const { return pasting_ ? pasting_->question() : nullptr; }

    void begin(Secret text);
    // For a server that takes scancodes. A single character that the guest's layout has is pressed
    // like any other; the rest is a paste, and what comes while such a one is there belongs to it.
    void compose(std::string_view utf8);

    // Any key stops it; what answers a question does not.
    void key(const SDL_KeyboardEvent& event, TimePoint now);
    void button(const SDL_MouseButtonEvent& event, screen::WindowSize window, TimePoint now);

    void act(TimePoint now);
    std::optional<TimePoint> due() const { return pasting_ ? pasting_->due() : std::nullopt; }

    std::string words() const { return pasting_ ? pasting_->words() : std::string(); }
    // Once it is over and no other follows: how that came about, for a person.
    std::optional<std::string> take_end();

private:
    void start(Secret text);
    void start_composed();
    bool press(std::string_view utf8);
    void answer(std::size_t number, TimePoint now);
    void cancel(const std::string& why);

    const typing::Layout layout_;
    const Pasting::Send send_;
    screen::ConsoleState state_;
    Shown shown_;
    std::optional<Pasting> pasting_;
    bool of_clipboard_ = false;
    // What came without keys and is not typed yet; at most typing::max_text_bytes.
    Secret composed_;
};

}  // namespace ecsview::ui
