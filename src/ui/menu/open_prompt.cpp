// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/open_prompt.h"

namespace ecsview::ui {

void OpenPrompt::set_question(const std::optional<screen::PasswordPrompt>& question) {
    const int asked = question ? question->number : 0;
    if (asked != 0 && asked == asked_) return;
    asked_ = asked;
    answered_ = 0;
    line_.clear();
}

OpenPrompt::Verdict OpenPrompt::key(const SDL_KeyboardEvent& event) {
    switch (event.keysym.sym) {
        case SDLK_RETURN:
        case SDLK_KP_ENTER:
            if (line_.empty() || event.repeat) break;
            answered_ = asked_;
            return Verdict::answered;
        case SDLK_ESCAPE:
            line_.clear();
            if (!may_cancel_) break;
            answered_ = asked_;
            return Verdict::cancelled;
        case SDLK_BACKSPACE: line_.backspace(); break;
        case SDLK_u:
            if (event.keysym.mod & KMOD_CTRL) line_.clear();
            break;
        default: break;
    }
    return Verdict::nothing;
}

}  // namespace ecsview::ui
