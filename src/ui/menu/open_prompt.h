// SPDX-License-Identifier: GPL-2.0-or-later
// The password's prompt as the window knows it: open while the connection asks and nobody has
// answered. Takes SDL's keys. ui thread.
#pragma once

#include <SDL_events.h>

#include <optional>
#include <string_view>

#include "screen/console_state.h"
#include "ui/menu/prompt.h"

namespace ecsview::ui {

class OpenPrompt {
public:
    enum class Verdict { nothing, answered, cancelled };

    // In a kiosk nobody cancels, for that would be the end: Escape only empties the line.
    explicit OpenPrompt(bool may_cancel) : may_cancel_(may_cancel) {}

    // Another question than the last empties the line.
    void set_question(const std::optional<screen::PasswordPrompt>& question);
    bool open() const { return asked_ != 0 && asked_ != answered_; }
    std::size_t characters() const { return line_.characters(); }

    Verdict key(const SDL_KeyboardEvent& event);
    void text(const SDL_TextInputEvent& event) { line_.type(event.text); }
    void type(std::string_view text) { line_.type(text); }
    // The first line of it: a password is copied with its line's end, or without.
    void paste(std::string_view text) { line_.type(text.substr(0, text.find_first_of("\r\n"))); }
    Secret take() { return line_.take(); }

private:
    const bool may_cancel_;
    Prompt line_;
    int asked_ = 0;     // the question's number; 0: nobody asks
    int answered_ = 0;  // the question that was answered, until the state moves on
};

}  // namespace ecsview::ui
