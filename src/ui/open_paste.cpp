// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/open_paste.h"

#include "base/language.h"

namespace ecsview::ui {

void OpenPaste::set_state(const screen::ConsoleState& state) {
    state_ = state;
    if (pasting_ && state.phase != screen::Phase::live) cancel(tr("The connection was lost."));
}

void OpenPaste::look(const screen::PictureUpdate& update, TimePoint now) {
    shown_ = {update.framebuffer, update.size};
    if (pasting_) pasting_->look(update, now);
}

void OpenPaste::start(Secret text) {
    pasting_.emplace(std::move(text), layout_, state_, shown_, send_);
}

void OpenPaste::begin(Secret text) {
    of_clipboard_ = true;
    start(std::move(text));
}

// ---- what came without keys ---------------------------------------------------------------------

void OpenPaste::start_composed() {
    of_clipboard_ = false;
    start(composed_.copy());
    if (pasting_->begun()) composed_ = {};
}

bool OpenPaste::press(std::string_view utf8) {
    const auto typed = typing::plan(utf8, layout_, typing::Missing::stop, false);
    if (!typed.missing.empty() || typed.steps.size() != 1) return false;
    for (auto& message : typing::without_caps_lock(state_.leds)) send_(std::move(message));
    for (auto& message : typed.messages_of(typed.steps.front())) send_(std::move(message));
    return true;
}

void OpenPaste::compose(std::string_view utf8) {
    if (!pasting_ && press(utf8)) return;
    if (pasting_ && of_clipboard_) {
        if (!pasting_->question()) cancel(tr("It was stopped."));
        return;
    }
    if (composed_.reveal().size() + utf8.size() > typing::max_text_bytes) return;
    std::string all(composed_.reveal());
    composed_ = Secret(std::move(all.append(utf8)));
    if (!pasting_ || !pasting_->begun()) start_composed();
}

// ---- what the user does -------------------------------------------------------------------------

void OpenPaste::answer(std::size_t number, TimePoint now) {
    const bool begun = pasting_->begun();
    pasting_->answer(number, now);
    if (pasting_->over() || !begun) composed_ = {};
}

void OpenPaste::cancel(const std::string& why) {
    pasting_->cancel(why);
    composed_ = {};
}

void OpenPaste::key(const SDL_KeyboardEvent& event, TimePoint now) {
    if (Question* asked = question()) {
        if (const auto chosen = asked->key(event)) answer(*chosen, now);
    } else if (!event.repeat) {
        cancel(tr("It was stopped."));
    }
}

void OpenPaste::button(const SDL_MouseButtonEvent& event, screen::WindowSize window,
                       TimePoint now) {
    if (Question* asked = question()) {
        if (const auto chosen = asked->button(event, window)) answer(*chosen, now);
    } else if (event.type == SDL_MOUSEBUTTONDOWN) {
        cancel(tr("It was stopped."));
    }
}

// ---- how it ends --------------------------------------------------------------------------------

void OpenPaste::act(TimePoint now) {
    if (pasting_) pasting_->act(now);
}

std::optional<std::string> OpenPaste::take_end() {
    if (!pasting_ || !pasting_->over()) return std::nullopt;
    if (!composed_.empty()) {
        start_composed();
        return std::nullopt;
    }
    std::string words = pasting_->words();
    pasting_.reset();
    return words;
}

}  // namespace ecsview::ui
