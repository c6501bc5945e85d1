// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/screen_watch.h"

#include <utility>

namespace ecsview::ui {

void ScreenWatch::look(const std::optional<screen::PictureUpdate>& update, bool current,
                       TimePoint now) {
    // Of a first picture only its last part may have come now, or it was there before its state.
    constexpr screen::DesktopRect all{0, 0, screen::max_side, screen::max_side};
    const bool came = current && !current_;
    if (!current && current_) watch_.lost();
    current_ = current;
    if (came)
        watch_.changed(all, now);
    else if (current && update)
        watch_.changed(update->resized ? all : update->damage.bounds(), now);
}

void ScreenWatch::hear(const SDL_Event& event, TimePoint now) {
    if (event.type != SDL_KEYDOWN || event.key.repeat != 0) return;
    const auto code = event.key.keysym.scancode;
    if (code < SDL_SCANCODE_LCTRL || code > SDL_SCANCODE_RGUI) watch_.pressed(now);
}

std::optional<ScreenWatch::News> ScreenWatch::turn(const std::function<Pixels()>& copy,
                                                   TimePoint now) {
    if (auto found = reader_.take()) {
        text_ = std::move(found->text);
        watch_.seen(found->state, found->took, !text_.empty());
    }
    if (current_ && watch_.wants_reading(now)) {
        auto [pixels, size] = copy();
        reader_.begin(std::move(pixels), size);
    }
    const auto before = watch_.told();
    const auto state = watch_.next(now);
    if (!state) return std::nullopt;
    return News{*state, before, text_};
}

}  // namespace ecsview::ui
