// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picker_window.h"

#include <algorithm>
#include <chrono>

#include "base/earliest.h"
#include "base/language.h"
#include "ui/displays.h"
#include "ui/input/finger.h"
#include "ui/menu/open_menu.h"
#include "ui/picture/presenter.h"
#include "ui/placement.h"
#include "ui/sdl_clipboard.h"
#include "ui/sdl_video.h"

namespace ecsview::ui {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

WindowHandle window_of(SdlVideo& video, const WindowOptions& options) {
    const int at = middle_of_display(options.display);
    return video.make_window(tr("Instances - ecsview").c_str(), at,
                             options.size.value_or(fifths_of_display(options.display, 3)));
}

std::int64_t wall_clock() {
    return std::chrono::duration_cast<std::chrono::seconds>(system_clock::now().time_since_epoch())
        .count();
}

std::optional<PickerKey> key_of(MenuKey key) {
    switch (key) {
        case MenuKey::up:
        case MenuKey::left: return PickerKey::up;
        case MenuKey::down:
        case MenuKey::right: return PickerKey::down;
        case MenuKey::enter: return PickerKey::enter;
        case MenuKey::escape: return PickerKey::escape;
    }
    return std::nullopt;
}

std::optional<PickerKey> key_of(const SDL_Keysym& key) {
    if (const auto move = keypad_move(key)) return key_of(*move);
    switch (key.sym) {
        case SDLK_UP: return PickerKey::up;
        case SDLK_DOWN: return PickerKey::down;
        case SDLK_PAGEUP: return PickerKey::page_up;
        case SDLK_PAGEDOWN: return PickerKey::page_down;
        case SDLK_HOME: return PickerKey::first;
        case SDLK_END: return PickerKey::last;
        case SDLK_RETURN:
        case SDLK_KP_ENTER: return PickerKey::enter;
        case SDLK_ESCAPE: return PickerKey::escape;
        case SDLK_BACKSPACE: return PickerKey::backspace;
        case SDLK_F5: return PickerKey::refresh;
        case SDLK_TAB: return PickerKey::scope;
        case SDLK_u:
            if (key.mod & KMOD_CTRL) return PickerKey::clear;
            return std::nullopt;
        default: return std::nullopt;
    }
}

bool is_enter(const SDL_Keysym& key) {
    return key.sym == SDLK_RETURN || key.sym == SDLK_KP_ENTER;
}

// Held down, these do it again and again.
bool repeats(PickerKey key) {
    return key == PickerKey::up || key == PickerKey::down || key == PickerKey::page_up ||
           key == PickerKey::page_down || key == PickerKey::backspace;
}

}  // namespace

struct PickerWindow::Display {
    explicit Display(const WindowOptions& options)
        : rotation(options.rotation),
          window(window_of(video, options)),
          placement(window.get(), options.size, false) {
        if (options.behaviour.fullscreen) placement.enter_fullscreen();
    }

    const Rotation rotation;
    SdlVideo video;
    WindowHandle window;
    Placement placement;
};

class PickerWindow::Loop {
public:
    Loop(Display& display, Registrar& registrar)
        : video_(display.video),
          window_(display.window.get()),
          placement_(display.placement),
          registrar_(registrar),
          presenter_(window_, ScaleMode::fit, display.rotation) {}

    Picked run();

private:
    void handle(const SDL_Event& event);
    void handle_window(const SDL_WindowEvent& event);
    void key_down(const SDL_KeyboardEvent& event);
    void finger(const SDL_TouchFingerEvent& event);
    void perform(const PickerAct& act);
    void close();
    void refresh();
    std::optional<steady_clock::time_point> next_deadline() const;

    SdlVideo& video_;
    SDL_Window* const window_;
    Placement& placement_;
    Registrar& registrar_;
    Presenter presenter_;
    Picker picker_;
    std::optional<std::int64_t> finger_;  // the one that counts
    screen::WindowPoint finger_at_;
    bool drawable_ = true;
    std::optional<Picked> outcome_;
};

// ---- what comes from the user -------------------------------------------------------------------

void PickerWindow::Loop::close() {
    if (!outcome_) outcome_ = picker_.failure().value_or(Failure{ExitCode::done, {}});
}

void PickerWindow::Loop::perform(const PickerAct& act) {
    if (const auto* open = std::get_if<picker::Open>(&act)) outcome_ = *open;
    if (std::holds_alternative<picker::Close>(act)) close();
    if (const auto* ask = std::get_if<picker::Ask>(&act)) registrar_.ask(ask->everywhere);
    if (const auto* copy = std::get_if<picker::Copy>(&act))
        SdlClipboard::put("ecsview " ECSVIEW_VERSION ": " + copy->text);
}

void PickerWindow::Loop::key_down(const SDL_KeyboardEvent& event) {
    const auto key = key_of(event.keysym);
    if (key && (!event.repeat || repeats(*key))) return perform(picker_.press(*key));
    if (key || event.repeat || !picker_.has_card()) return;
    if ((event.keysym.mod & (KMOD_CTRL | KMOD_ALT | KMOD_GUI)) == 0)
        perform(picker_.type_to_card(letter_of(event.keysym)));
}

void PickerWindow::Loop::finger(const SDL_TouchFingerEvent& event) {
    if (is_touchpad(event)) return;
    const std::int64_t number = number_of(event);
    if (event.type == SDL_FINGERDOWN && !finger_) {
        finger_ = number;
        finger_at_ = pixel(point_of(event, presenter_.window_size()));
        picker_.pointer_down(finger_at_.x, finger_at_.y, true);
    } else if (finger_ == number && event.type == SDL_FINGERMOTION) {
        finger_at_ = pixel(point_of(event, presenter_.window_size()));
        picker_.pointer_moves(finger_at_.x, finger_at_.y);
    } else if (finger_ == number && event.type == SDL_FINGERUP) {
        finger_.reset();
        perform(picker_.pointer_up(finger_at_.x, finger_at_.y));
    }
}

void PickerWindow::Loop::handle_window(const SDL_WindowEvent& event) {
    switch (event.event) {
        case SDL_WINDOWEVENT_SHOWN:
        case SDL_WINDOWEVENT_RESTORED:
        case SDL_WINDOWEVENT_EXPOSED:
        case SDL_WINDOWEVENT_MAXIMIZED:
            drawable_ = true;
            registrar_.seen(true);
            presenter_.invalidate();
            break;
        case SDL_WINDOWEVENT_HIDDEN:
        case SDL_WINDOWEVENT_MINIMIZED:
            drawable_ = false;
            registrar_.seen(false);
            break;
        case SDL_WINDOWEVENT_MOVED: placement_.moved(event.data1, event.data2); break;
        case SDL_WINDOWEVENT_SIZE_CHANGED: presenter_.invalidate(); break;
        case SDL_WINDOWEVENT_FOCUS_LOST: picker_.let_go(); break;
        case SDL_WINDOWEVENT_CLOSE: close(); break;
        default: break;
    }
}

void PickerWindow::Loop::handle(const SDL_Event& seen) {
    if (seen.type == video_.wake_event()) return picker_.take(registrar_.census());
    const SDL_Event event = in_pixels(seen, window_, presenter_.rotation());
    switch (event.type) {
        case SDL_QUIT: return close();
        case SDL_WINDOWEVENT: return handle_window(event.window);
        case SDL_KEYDOWN: key_down(event.key); break;
        case SDL_KEYUP:
            if (is_enter(event.key.keysym)) perform(picker_.release_enter());
            break;
        case SDL_TEXTINPUT: picker_.type(event.text.text); break;
        case SDL_MOUSEMOTION: picker_.pointer_moves(event.motion.x, event.motion.y); break;
        case SDL_MOUSEBUTTONDOWN:
            if (event.button.button == SDL_BUTTON_LEFT)
                picker_.pointer_down(event.button.x, event.button.y, false);
            break;
        case SDL_MOUSEBUTTONUP:
            if (event.button.button == SDL_BUTTON_LEFT)
                perform(picker_.pointer_up(event.button.x, event.button.y));
            break;
        case SDL_MOUSEWHEEL: picker_.wheel(event.wheel.preciseY); break;
        case SDL_FINGERDOWN:
        case SDL_FINGERUP:
        case SDL_FINGERMOTION: finger(event.tfinger); break;
        default: return;
    }
    registrar_.attended();
}

// ---- what is shown, and until when --------------------------------------------------------------

void PickerWindow::Loop::refresh() {
    const auto now = steady_clock::now();
    if (placement_.settle(now)) presenter_.invalidate();
    picker_.set_window(presenter_.window_size());
    if (!drawable_) return;
    presenter_.set_cover(Cover(picker_.view(wall_clock()), false));
    presenter_.present(now);
}

std::optional<steady_clock::time_point> PickerWindow::Loop::next_deadline() const {
    Earliest next;
    if (drawable_) next.add(presenter_.next_present());
    next.add(placement_.due());
    return next.at();
}

Picked PickerWindow::Loop::run() {
    picker_.take(registrar_.census());
    SDL_ShowWindow(window_);
    SDL_RaiseWindow(window_);
    while (!outcome_) {
        refresh();
        SDL_Event event;
        if (video_.wait(event, next_deadline())) handle(event);
        while (!outcome_ && SDL_PollEvent(&event)) handle(event);
    }
    SDL_HideWindow(window_);
    return *outcome_;
}

PickerWindow::PickerWindow(const WindowOptions& options)
    : display_(std::make_unique<Display>(options)) {}

PickerWindow::~PickerWindow() = default;

void PickerWindow::wake() noexcept {
    display_->video.wake();
}

void PickerWindow::request_quit() noexcept {
    display_->video.request_quit();
}

Picked PickerWindow::run(Registrar& registrar) {
    return Loop(*display_, registrar).run();
}

}  // namespace ecsview::ui
