// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/sdl_clipboard.h"

#include <SDL_clipboard.h>
#include <SDL_stdinc.h>
// Xlib's names come with it.
#include <SDL_syswm.h>

#include <memory>
#include <utility>

#include "base/log.h"

namespace ecsview::ui {
namespace {

std::uint32_t x11_window([[maybe_unused]] SDL_Window* window) {
#ifdef SDL_VIDEO_DRIVER_X11
    SDL_SysWMinfo info{};
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info) || info.subsystem != SDL_SYSWM_X11) return 0;
    return static_cast<std::uint32_t>(info.info.x11.window);
#else
    return 0;
#endif
}

}  // namespace

SdlClipboard::SdlClipboard(SDL_Window* window, Session& session, Controls& controls,
                           ClipboardWays ways, std::function<void()> wake)
    : window_(window),
      session_(session),
      controls_(controls),
      wake_(std::move(wake)),
      x11_window_(x11_window(window)),
      x11_(x11_window_),
      clipboard_(ways) {}

void SdlClipboard::hear(const screen::ConsoleState& state) {
    clipboard_.set_closed(controls_.view_only());
    serve(clipboard_.hear(state.clipboard, state.phase == screen::Phase::live));
    if (!read_) return;
    if (auto reading = take_reading())
        if (const auto text = text_of(std::move(*reading))) serve(clipboard_.offer(*text));
    if (std::exchange(again_, false)) changed();
}

std::optional<X11Clipboard::Reading> SdlClipboard::take_reading() {
    if (!reader_.joinable()) return std::nullopt;
    reader_.join();
    read_ = false;
    return std::move(reading_);
}

std::optional<std::string> SdlClipboard::text_of(X11Clipboard::Reading reading) {
    silent_ = reading.kind == X11Clipboard::Kind::no_answer;
    if (silent_) return std::nullopt;
    if (reading.kind == X11Clipboard::Kind::text) return std::move(reading.text);
    const std::unique_ptr<char, void (*)(void*)> text(SDL_GetClipboardText(), SDL_free);
    return text ? text.get() : "";
}

// What was being read is to be told all the same.
std::optional<std::string> SdlClipboard::text() {
    again_ = false;
    const bool to_tell = take_reading().has_value();
    auto text = text_of(x11_.read(screen::max_clipboard_bytes));
    if (to_tell && text) serve(clipboard_.offer(*text));
    return text;
}

bool SdlClipboard::put(const std::string& text) {
    const bool taken = SDL_SetClipboardText(text.c_str()) == 0;
    if (!taken) log::warning("ui", "the clipboard did not take a text", {{"sdl", SDL_GetError()}});
    return taken;
}

void SdlClipboard::changed() {
    silent_ = false;
    look();
}

bool SdlClipboard::may_look() const {
    return clipboard_.lets_out() && (SDL_GetWindowFlags(window_) & SDL_WINDOW_INPUT_FOCUS) != 0;
}

void SdlClipboard::look() {
    clipboard_.set_closed(controls_.view_only());
    if (!may_look() || silent_) return;
    again_ = reader_.joinable();
    if (!again_) read();
}

void SdlClipboard::read() {
    if (x11_window_ == 0) {
        if (const auto text = text_of({})) serve(clipboard_.offer(*text));
        return;
    }
    reader_ = std::jthread([this] {
        reading_ = x11_.read(screen::max_clipboard_bytes);
        read_ = true;
        wake_();
    });
}

void SdlClipboard::serve(Messages answers) {
    for (auto& message : answers) session_.send(std::move(message));
    if (const auto text = clipboard_.take_text()) put(*text);
    if (auto news = clipboard_.take_news()) controls_.tell(std::move(*news));
}

}  // namespace ecsview::ui
