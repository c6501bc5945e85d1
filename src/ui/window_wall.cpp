// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/window_wall.h"

#include <algorithm>
#include <utility>

#include "base/earliest.h"
#include "ui/displays.h"
#include "ui/input/finger.h"
#include "ui/picture/density.h"
#include "ui/wall/wall_words.h"
#include "ui/words/glyphs.h"
#include "ui/words/text_layout.h"

namespace ecsview::ui {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How often the consoles are looked at while they change. A console whose picture is not taken is
// asked for no other.
constexpr milliseconds between_looks{200};

}  // namespace

Window::Wall::Wall(Display& display, std::span<const WallPlace> places, Supervision& supervision)
    : display_(display),
      options_(display.options),
      places_(places),
      supervision_(supervision),
      window_(display.window.get()),
      pixels_(window_, options_.rotation) {
    for (const WallPlace& place : places_) {
        tiles_.emplace_back(place.look->title);
        Session& session = *place.session;
        inputs_.push_back(std::make_unique<Input>(
            [&session](rfb::ClientMessage message) { session.send(std::move(message)); },
            options_.hotkeys, place.look->behaviour.view_only));
        inputs_.back()->set_blocked(true);
    }
}

// ---- what comes from the user -------------------------------------------------------------------

void Window::Wall::quit() {
    type_to_all(false);
    supervision_.stopping();
    over_ = true;
}

void Window::Wall::let_go() {
    for (const auto& input : inputs_) input->let_go();
}

void Window::Wall::type_to_all(bool on) {
    typing_ = on && takes_keys();
    for (const auto& input : inputs_) input->set_blocked(!typing_);
}

void Window::Wall::select(std::size_t place) {
    selected_ = place;
}

// Of all that nobody sees.
void Window::Wall::let_finish() {
    for (std::size_t i = 0; i < places_.size(); ++i)
        if (alone_ != i) places_[i].mailbox->let_finish();
}

// Gives it the window. Whatever the others show meanwhile waits in their mailboxes. The one that
// has it next; nothing: all of them, or it is over.
std::optional<std::size_t> Window::Wall::show(std::size_t place) {
    select(place);
    const WallPlace& chosen = places_[place];
    alone_ = place;
    let_finish();
    chosen.mailbox->renew();
    display_.turns.begin(steady_clock::now());
    const auto left =
        Window::show(display_, *chosen.look, *chosen.mailbox, *chosen.session, supervision_);
    alone_.reset();
    chosen.mailbox->renew();
    display_.placement.keep_keyboard(display_.grabs_keys());  // it may have been view only
    over_ = left.way == Way::out;
    if (left.way == Way::next) return place_after(place, places_.size());
    if (left.way == Way::previous) return place_before(place, places_.size());
    return std::nullopt;
}

void Window::Wall::open(std::size_t place) {
    type_to_all(false);
    for (auto next = std::optional(place); next;) next = show(*next);
    SDL_SetCursor(SDL_GetDefaultCursor());
    SDL_ShowCursor(SDL_ENABLE);
    pressed_.reset();
    finger_.reset();
    held_.reset();
    SDL_SetWindowTitle(window_, window_title(options_.title, screen::ScreenState::unknown).c_str());
    told_.clear();
    size_ = {};
    news_ = true;
    next_look_ = {};
}

void Window::Wall::toggle_fullscreen() {
    if (options_.behaviour.kiosk) return;
    if (display_.placement.fullscreen())
        display_.placement.leave_fullscreen();
    else
        display_.placement.enter_fullscreen();
}

void Window::Wall::own_key(const SDL_KeyboardEvent& event) {
    if (!event.repeat) held_ = event.keysym.sym;
    switch (event.keysym.sym) {
        case SDLK_LEFT: return select(beside(grid_, selected_, -1, 0));
        case SDLK_RIGHT: return select(beside(grid_, selected_, 1, 0));
        case SDLK_UP: return select(beside(grid_, selected_, 0, -1));
        case SDLK_DOWN: return select(beside(grid_, selected_, 0, 1));
        case SDLK_HOME: return select(0);
        case SDLK_END: return select(tiles_.size() - 1);
        default: break;
    }
}

// Who has the keys then gets none of the one that is still held.
void Window::Wall::key_up(const SDL_KeyboardEvent& event) {
    for (const auto& input : inputs_) input->key_up(event);
    if (std::exchange(held_, std::nullopt) != event.keysym.sym) return;
    switch (event.keysym.sym) {
        case SDLK_RETURN:
        case SDLK_KP_ENTER: return open(selected_);
        case SDLK_a: return type_to_all(true);
        case SDLK_f: return toggle_fullscreen();
        default: break;
    }
}

void Window::Wall::perform(const Command& command) {
    if (command == Command(command::ToggleMenu{})) return type_to_all(false);
    if (command == Command(command::ToggleFullscreen{})) return toggle_fullscreen();
    if (command == Command(command::NextConsole{}))
        return open(place_after(selected_, places_.size()));
    if (command == Command(command::PreviousConsole{}))
        return open(place_before(selected_, places_.size()));
    if (command == Command(command::Quit{}) && !options_.behaviour.kiosk) quit();
}

void Window::Wall::key_down(const SDL_KeyboardEvent& event) {
    const std::string text = Input::take_text();
    const SDL_Keysym& key = event.keysym;
    const auto command = options_.hotkeys.match(key.scancode, key.sym, key.mod);
    if (command) {
        if (event.repeat) return;
        let_go();
        return perform(*command);
    }
    if (typing_)
        for (const auto& input : inputs_) input->key_down(event, text);
    else if ((key.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) == 0)
        own_key(event);
}

void Window::Wall::pointer_up(int x, int y) {
    const auto place = place_at(grid_, x, y);
    if (std::exchange(pressed_, std::nullopt) != place) return;
    if (typing_) return type_to_all(false);
    if (place) open(*place);
}

void Window::Wall::button(const SDL_MouseButtonEvent& event) {
    if (event.button != SDL_BUTTON_LEFT) return;
    if (event.type == SDL_MOUSEBUTTONUP) return pointer_up(event.x, event.y);
    pressed_ = place_at(grid_, event.x, event.y);
    if (pressed_) select(*pressed_);
}

void Window::Wall::finger(const SDL_TouchFingerEvent& event) {
    if (is_touchpad(event)) return;
    const auto at = pixel(point_of(event, size_));
    if (event.type == SDL_FINGERDOWN && !finger_) {
        finger_ = number_of(event);
        pressed_ = place_at(grid_, at.x, at.y);
    } else if (event.type == SDL_FINGERUP && finger_ == number_of(event)) {
        finger_.reset();
        pointer_up(at.x, at.y);
    }
}

void Window::Wall::handle_window(const SDL_WindowEvent& event) {
    switch (event.event) {
        case SDL_WINDOWEVENT_SHOWN:
        case SDL_WINDOWEVENT_RESTORED:
        case SDL_WINDOWEVENT_EXPOSED:
        case SDL_WINDOWEVENT_MAXIMIZED:
            drawable_ = true;
            size_ = {};
            break;
        case SDL_WINDOWEVENT_HIDDEN:
        case SDL_WINDOWEVENT_MINIMIZED:
            drawable_ = false;
            let_finish();
            break;
        case SDL_WINDOWEVENT_RESIZED: display_.placement.resized(); break;
        case SDL_WINDOWEVENT_MOVED: display_.placement.moved(event.data1, event.data2); break;
        case SDL_WINDOWEVENT_FOCUS_GAINED:
            for (const auto& input : inputs_) input->focus_gained();
            break;
        case SDL_WINDOWEVENT_FOCUS_LOST: let_go(); break;
        case SDL_WINDOWEVENT_CLOSE:
            if (!options_.behaviour.kiosk) quit();
            break;
        default: break;
    }
}

void Window::Wall::handle(const SDL_Event& seen) {
    if (seen.type == display_.video.wake_event()) {
        news_ = true;
        if (!drawable_ || dark_) let_finish();
        return;
    }
    if (display_.takes(seen, steady_clock::now())) {
        if (seen.type == SDL_KEYDOWN) Input::take_text();
        return;
    }
    const SDL_Event event = in_pixels(seen, window_, options_.rotation);
    switch (event.type) {
        case SDL_QUIT: return quit();
        case SDL_WINDOWEVENT: return handle_window(event.window);
        case SDL_KEYDOWN: return key_down(event.key);
        case SDL_KEYUP: return key_up(event.key);
        case SDL_TEXTINPUT:
            for (const auto& input : inputs_) input->text(event.text);
            break;
        case SDL_MOUSEBUTTONDOWN:
        case SDL_MOUSEBUTTONUP: return button(event.button);
        case SDL_FINGERDOWN:
        case SDL_FINGERUP: return finger(event.tfinger);
        default: break;
    }
}

// ---- what is shown, and until when --------------------------------------------------------------

void Window::Wall::lay_out() {
    const auto size = turned(pixels_of(window_), options_.rotation);
    if (size == size_) return;
    size_ = size;
    grid_ = wall_grid(tiles_.size(), size.width, size.height);
    all_due_ = true;
}

void Window::Wall::look(TimePoint now) {
    if (!news_ || now < next_look_) return;
    news_ = false;
    next_look_ = now + between_looks;
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        tiles_[i].take(places_[i].mailbox->take());
        inputs_[i]->set_state(tiles_[i].state());
    }
}

void Window::Wall::mark_tiles() {
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        const bool typed_to = typing_ && inputs_[i]->passes();
        tiles_[i].set_mark(typed_to                     ? TileMark::typed_to
                           : !typing_ && i == selected_ ? TileMark::selected
                                                        : TileMark::none);
    }
}

void Window::Wall::draw_footer(const Canvas& canvas) {
    const Area& area = grid_.footer;
    const Canvas bar = part(canvas, area);
    fill(bar, {0, 0, bar.width, bar.height}, typing_ ? style::accent(Tone::bad) : style::field);
    const int inset = (bar.height - glyph_height * grid_.scale) / 2;
    draw_line(bar, inset, inset, footer_, bar.width - 2 * inset, grid_.scale,
              typing_ ? style::title : style::hint);
}

void Window::Wall::draw() {
    const Canvas canvas = pixels_.open();
    if (canvas.pixels == nullptr) return;
    all_due_ = all_due_ || pixels_.lost();
    std::vector<Area> drawn;
    if (all_due_) {  // there may be room for one more
        fill(canvas, {0, 0, canvas.width, canvas.height}, style::ground);
        drawn.push_back({0, 0, canvas.width, canvas.height});
    }
    for (std::size_t i = 0; i < tiles_.size(); ++i) {
        if (all_due_) tiles_[i].invalidate();
        tiles_[i].draw(canvas, grid_.places[i], grid_.caption, grid_.scale, drawn);
    }
    const auto live = std::ranges::count_if(tiles_, &WallTile::live);
    const WallCensus census{tiles_.size(), static_cast<std::size_t>(live)};
    std::string footer = footer_of(census, typing_, options_.behaviour, options_.hotkeys);
    if (all_due_ || footer != footer_) {
        footer_ = std::move(footer);
        draw_footer(canvas);
        drawn.push_back(grid_.footer);
    }
    std::vector<SDL_Rect> rects;
    rects.reserve(drawn.size());
    for (const Area& area : drawn) rects.push_back({area.x, area.y, area.width, area.height});
    pixels_.close(rects);
    if (!rects.empty()) pixels_.show(rects);
    all_due_ = false;
    if (std::string words = report_of(census); words != told_) {
        told_ = std::move(words);
        supervision_.status(told_);
    }
}

void Window::Wall::draw_black() {
    if (!all_due_) return;
    const Canvas canvas = pixels_.open();
    if (canvas.pixels == nullptr) return;
    fill(canvas, {0, 0, canvas.width, canvas.height}, opaque(0));
    const SDL_Rect all{0, 0, canvas.width, canvas.height};
    pixels_.close({&all, 1});
    pixels_.show({&all, 1});
    all_due_ = false;
}

void Window::Wall::fall_asleep_or_wake() {
    if (dark_ == display_.slumber.dark()) return;
    dark_ = !dark_;
    if (dark_) {
        type_to_all(false);
        let_finish();
    }
    SDL_ShowCursor(dark_ ? SDL_DISABLE : SDL_ENABLE);
    size_ = {};
    news_ = true;
}

void Window::Wall::refresh() {
    const auto now = steady_clock::now();
    if (options_.beat_every && now >= next_beat_) {
        next_beat_ = now + *options_.beat_every;
        places_.front().session->prove_alive();  // for all of them
    }
    if (display_.placement.settle(now)) size_ = {};
    display_.look_at_the_time(now);
    fall_asleep_or_wake();
    if (!drawable_) return;
    lay_out();
    if (dark_) {
        draw_black();
    } else {
        look(now);
        mark_tiles();
        draw();
        for (WallTile& tile : tiles_) tile.acknowledge();
    }
    if (!std::exchange(presented_, true)) supervision_.ready();
}

// As for a console that has the window: what nobody sees has no turn.
std::optional<TimePoint> Window::Wall::turn_due() const {
    return drawable_ && !dark_ && places_.size() > 1 ? display_.turns.due() : std::nullopt;
}

std::optional<TimePoint> Window::Wall::next_deadline() const {
    Earliest next;
    if (drawable_ && news_ && !dark_) next.add(next_look_);
    next.add(display_.slumber.due());
    next.add(turn_due());
    if (options_.beat_every) next.add(next_beat_);
    next.add(display_.placement.due());
    return next.at();
}

void Window::Wall::run() {
    display_.backstage = [this] { let_finish(); };
    if (turn_due()) open(selected_);
    if (!over_) SDL_ShowWindow(window_);
    if (!over_) SDL_RaiseWindow(window_);
    while (!over_) {
        refresh();
        if (const auto turn = turn_due(); turn && steady_clock::now() >= *turn) {
            open(place_after(selected_, places_.size()));
            continue;
        }
        SDL_Event event;
        if (display_.video.wait(event, next_deadline())) handle(event);
        while (!over_ && SDL_PollEvent(&event)) handle(event);
    }
    display_.backstage = [] {};
    SDL_HideWindow(window_);
}

ExitCode Window::watch(std::span<const WallPlace> places, Supervision& supervision) {
    Wall(*display_, places, supervision).run();
    return ExitCode::done;
}

}  // namespace ecsview::ui
