// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/copying.h"

#include <utility>

#include "base/language.h"
#include "ui/menu/open_menu.h"

namespace ecsview::ui {
namespace {

using text::CellPlace;
using text::Shape;

// Where a key leads to from there; nothing: it does not lead.
std::optional<CellPlace> led(SDL_Keycode key, CellPlace from, const text::Page& page) {
    switch (key) {
        case SDLK_LEFT: return CellPlace{from.column - 1, from.row};
        case SDLK_RIGHT: return CellPlace{from.column + 1, from.row};
        case SDLK_UP: return CellPlace{from.column, from.row - 1};
        case SDLK_DOWN: return CellPlace{from.column, from.row + 1};
        case SDLK_HOME: return CellPlace{0, from.row};
        case SDLK_END: return CellPlace{page.columns - 1, from.row};
        case SDLK_PAGEUP: return CellPlace{from.column, 0};
        case SDLK_PAGEDOWN: return CellPlace{from.column, page.rows - 1};
        default: return std::nullopt;
    }
}

}  // namespace

std::string words_of(const text::Marked& copied, bool taken) {
    if (copied.text.empty()) return tr("There is no text in it; the clipboard is as it was.");
    if (!taken) return tr("The clipboard of this machine takes no text.");
    const std::string words =
        tr_count(static_cast<std::size_t>(copied.lines), "Copied: {1} line.", "Copied: {1} lines.");
    if (copied.unknown == 0) return words;
    return tr("{1} {2}", words,
              tr_count(static_cast<std::size_t>(copied.unknown),
                       "{1} character could not be read; {2} stands there.",
                       "{1} characters could not be read; {2} stands there.", "\ufffd"));
}

Copying::Copying(text::Page page, Shape shape, Give give)
    : page_(std::move(page)), give_(std::move(give)) {
    selection_ = {text::all_of(page_).anchor, text::all_of(page_).anchor, shape};
}

void Copying::go(CellPlace to, bool marking) {
    to = text::within(page_, to);
    if (!marking) selection_.anchor = to;
    selection_.end = to;
    marked_ = marking;
    begun_ = true;
}

void Copying::copy() {
    const text::Marked text = text::read(page_, selection_);
    const bool taken = !text.text.empty() && give_(text.text);
    came_out_ = words_of(text, taken);
    leave();
}

void Copying::key(const SDL_KeyboardEvent& event) {
    const SDL_Keycode key = event.keysym.sym;
    const char32_t letter = letter_of(event.keysym);
    const auto mods = event.keysym.mod;
    if (const auto to = led(key, selection_.end, page_)) return go(*to, (mods & KMOD_SHIFT) != 0);
    if (event.repeat) return;
    if (key == SDLK_ESCAPE) return leave();
    const bool enter = key == SDLK_RETURN || key == SDLK_KP_ENTER;
    if ((enter || (letter == U'c' && (mods & KMOD_CTRL) && !(mods & KMOD_ALT))) && marked_)
        return copy();
    if (letter == U'a' && (mods & KMOD_CTRL)) {
        selection_ = text::all_of(page_);
        marked_ = begun_ = true;
    }
    if (letter == U'r' && !(mods & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)))
        selection_.shape = selection_.shape == Shape::lines ? Shape::rectangle : Shape::lines;
}

void Copying::button(const SDL_MouseButtonEvent& event, const Viewport& seen) {
    if (event.button != SDL_BUTTON_LEFT) return;
    const CellPlace at = text::cell_at(page_, seen.to_desktop({event.x, event.y}));
    if (event.type == SDL_MOUSEBUTTONUP) {
        if (std::exchange(pressed_, false) && marked_) copy();
        return;
    }
    pressed_ = true;
    go(at, (SDL_GetModState() & KMOD_SHIFT) != 0);
    if (event.clicks != 2) return;
    selection_ = text::word_at(page_, at);
    marked_ = true;
}

void Copying::motion(const SDL_MouseMotionEvent& event, const Viewport& seen) {
    if (!pressed_) return;
    const CellPlace at = text::cell_at(page_, seen.to_desktop({event.x, event.y}));
    if (at != selection_.end) go(at, true);
}

void Copying::set_state(const screen::ConsoleState& state) {
    if (state.prompt || state.ending) leave();
}

std::vector<screen::DesktopRect> Copying::marked() const {
    return text::areas_of(page_,
                          marked_ ? selection_ : text::Selection{selection_.end, selection_.end});
}

std::string Copying::words() const {
    if (over_ || begun_) return came_out_;
    return selection_.shape == Shape::lines
               ? tr("Mark lines: it is copied when you let go. With keys: Shift+arrows, Enter; "
                    "R: a rectangle; Esc leaves.")
               : tr("Mark a rectangle: it is copied when you let go. With keys: Shift+arrows, "
                    "Enter; R: lines; Esc leaves.");
}

}  // namespace ecsview::ui
