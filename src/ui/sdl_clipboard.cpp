// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/sdl_clipboard.h"

#include <SDL_clipboard.h>
#include <SDL_stdinc.h>

#include <memory>
#include <utility>

namespace ecsview::ui {

void SdlClipboard::hear(const screen::ConsoleState& state) {
    clipboard_.set_closed(controls_.view_only());
    serve(clipboard_.hear(state.clipboard, state.phase == screen::Phase::live));
}

std::optional<std::string> SdlClipboard::text() {
    auto reading = x11_.read(screen::max_clipboard_bytes);
    silent_ = reading.kind == X11Clipboard::Kind::no_answer;
    if (silent_) return std::nullopt;
    if (reading.kind == X11Clipboard::Kind::text) return std::move(reading.text);
    const std::unique_ptr<char, void (*)(void*)> text(SDL_GetClipboardText(), SDL_free);
    return text ? text.get() : "";
}

void SdlClipboard::changed() {
    silent_ = false;
    look();
}

void SdlClipboard::look() {
    clipboard_.set_closed(controls_.view_only());
    if (!clipboard_.lets_out() || !(SDL_GetWindowFlags(window_) & SDL_WINDOW_INPUT_FOCUS)) return;
    if (silent_) return;
    if (const auto now = text()) serve(clipboard_.offer(*now));
}

void SdlClipboard::serve(Messages answers) {
    for (auto& message : answers) session_.send(std::move(message));
    if (const auto text = clipboard_.take_text()) SDL_SetClipboardText(text->c_str());
    if (auto news = clipboard_.take_news()) controls_.tell(std::move(*news));
}

}  // namespace ecsview::ui
