// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/input.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/utf8.h"
#include "ui/input/keymap.h"

namespace ecsview::ui {
namespace {

// A window that comes up under the pointer, or grows there, brings a motion or two that nobody
// made.
constexpr int motions_of_a_hand = 3;

// By what the key means: it may be another one's place.
bool is_lock(SDL_Keycode key) {
    return key == SDLK_CAPSLOCK || key == SDLK_NUMLOCKCLEAR || key == SDLK_SCROLLLOCK;
}

}  // namespace

void Input::send(const Messages& messages) {
    for (const auto& message : messages) send_(message);
}

void Input::set_state(const screen::ConsoleState& state) {
    const bool live = state.phase == screen::Phase::live;
    if (live != live_) {
        keyboard_.forget();
        sticky_.forget();
        pointer_.forget();
        locks_due_ = true;
    }
    live_ = live;
    take_steps(live && state.pointer_steps);
    extended_ = state.extended_keys;
    pointer_.set_more_buttons(state.extended_buttons);
    leds_ = state.leds;
}

void Input::set_view_only(bool view_only) {
    let_go();
    view_only_ = view_only;
}

// The guest has another mouse now. What is held goes up there; at a place nobody has yet told, with
// the next message.
void Input::take_steps(bool steps) {
    if (steps == (mouse_ != MouseUse::places)) return;
    capture(false);
    const bool held = pointer_.any_down();
    pointer_.forget();
    if (held && steps) send({rfb::pointer_event(0, rfb::no_step, rfb::MessageKind::release)});
    free_motions_ = 0;
    mouse_ = steps ? MouseUse::free : MouseUse::places;
}

void Input::capture(bool on) {
    if (mouse_ == MouseUse::places || on == (mouse_ == MouseUse::captured)) return;
    if (on && (!passes() || !mouse_may_go_ || SDL_SetRelativeMouseMode(SDL_TRUE) != 0)) return;
    if (!on) SDL_SetRelativeMouseMode(SDL_FALSE);
    free_motions_ = 0;
    pointer_.step({});  // from here on; the button that goes up after a click is no news
    mouse_ = on ? MouseUse::captured : MouseUse::free;
}

void Input::set_blocked(bool blocked) {
    if (blocked && !blocked_) let_go();
    blocked_ = blocked;
}

// The first press of a lock key brings its own change; comparing then would undo it.
void Input::sync_locks(SDL_Keycode key, unsigned mods) {
    const unsigned ours = mods & (KMOD_CAPS | KMOD_NUM);
    if (seen_locks_.value_or(ours) != ours) locks_due_ = true;
    seen_locks_ = is_lock(key) ? std::nullopt : std::optional(ours);
    if (!locks_due_ || !leds_) return;
    locks_due_ = false;
    if (!is_lock(key)) send(Keyboard::sync_locks(*leds_, mods, extended_));
}

std::optional<Command> Input::hotkey(const SDL_KeyboardEvent& event) {
    const auto command = hotkeys_.match(event.keysym.scancode, event.keysym.sym, event.keysym.mod);
    if (!command) return std::nullopt;
    take_text();
    if (!event.repeat && passes()) {
        send(keyboard_.release_all());
        send(pointer_.release_all());
    }
    return command;
}

// It is the next event, wakes of other threads aside.
std::string Input::take_text() {
    std::array<SDL_Event, 4> next;
    const int count = SDL_PeepEvents(next.data(), static_cast<int>(next.size()), SDL_PEEKEVENT,
                                     SDL_FIRSTEVENT, SDL_LASTEVENT);
    for (int i = 0; i < count; ++i) {
        const SDL_Event& event = next[static_cast<std::size_t>(i)];
        if (event.type >= SDL_USEREVENT || event.type == SDL_POLLSENTINEL) continue;
        if (event.type != SDL_TEXTINPUT) return {};
        SDL_Event taken;
        SDL_PeepEvents(&taken, 1, SDL_GETEVENT, SDL_TEXTINPUT, SDL_TEXTINPUT);
        return taken.text.text;
    }
    return {};
}

void Input::key_down(const SDL_KeyboardEvent& event, const std::string& text) {
    if (!passes()) return;
    const SDL_Keysym& key = event.keysym;
    if (!event.repeat) sync_locks(key.sym, key.mod);
    std::string_view rest = text;
    const char32_t first = utf8_next(rest).value_or(0);
    send(keyboard_.press({key.scancode, key.sym, key.mod, first, event.repeat != 0, key.unused},
                         extended_));
    // Its place says all of it to a guest that has a layout of its own.
    if (!extended_) send(Keyboard::type(rest));
    sticky_.key_down(key.scancode);
}

void Input::send_keys(const KeyChord& keys) {
    if (!passes()) return;
    send(Keyboard::chord(keys.pressed(), extended_));
    send(sticky_.release_all());
}

void Input::hold(int modifier) {
    if (passes()) send(sticky_.toggle(modifier, extended_));
}

void Input::key_up(const SDL_KeyboardEvent& event) {
    board_release(event.keysym.scancode);
}

// A server that goes by keysyms finds the key for '@' itself; with AltGr down it would be Alt+@.
void Input::board_press(int scancode, char32_t character, bool repeat) {
    if (!passes()) return;
    if (!repeat)
        sync_locks(SDL_GetKeyFromScancode(static_cast<SDL_Scancode>(scancode)), SDL_GetModState());
    const bool by_keysym = character && !extended_;
    if (by_keysym && std::ranges::count(sticky_.held(), SDL_SCANCODE_RALT) > 0)
        send(sticky_.toggle(SDL_SCANCODE_RALT, extended_));
    const std::uint32_t keysym = character ? keysym_of(character) : 0;
    send(keyboard_.press({scancode, 0, 0, 0, repeat, keysym}, extended_));
    sticky_.key_down(scancode);
}

void Input::board_release(int scancode) {
    if (!passes()) return;
    send(keyboard_.release(scancode));
    send(sticky_.key_up(scancode));
}

std::string Input::text(const SDL_TextInputEvent& event) {
    if (!passes()) return {};
    if (!extended_) send(Keyboard::type(event.text));
    send(sticky_.release_all());
    return extended_ ? event.text : std::string();
}

screen::DesktopPoint Input::place(const Viewport& viewport, screen::WindowPoint at) const {
    return mouse_ == MouseUse::places ? viewport.to_desktop(at) : rfb::no_step;
}

// A finger needs no capture: it moves the guest's pointer as on a touchpad.
void Input::motion(const SDL_MouseMotionEvent& event, const Viewport& viewport) {
    if (!passes()) return;
    if (mouse_ == MouseUse::places)
        send(pointer_.move(viewport.to_desktop({event.x, event.y})));
    else if (mouse_ == MouseUse::captured || event.which == SDL_TOUCH_MOUSEID)
        send(pointer_.step({event.xrel, event.yrel}));
    else if (++free_motions_ >= motions_of_a_hand && mouse_may_go_)
        mouse_ = MouseUse::free_and_moved;
}

// The click that gives the mouse away is not the guest's.
void Input::button(const SDL_MouseButtonEvent& event, const Viewport& viewport) {
    if (!passes()) return;
    const bool down = event.type == SDL_MOUSEBUTTONDOWN;
    if (is_free() && event.which != SDL_TOUCH_MOUSEID) {
        if (down) capture(true);
        return;
    }
    send(pointer_.button(event.button, down, place(viewport, {event.x, event.y})));
}

void Input::wheel(const SDL_MouseWheelEvent& event, const Viewport& viewport) {
    scroll(event.preciseX, event.preciseY, viewport, {event.mouseX, event.mouseY});
}

void Input::scroll(float right, float up, const Viewport& viewport, screen::WindowPoint at) {
    if (passes()) send(pointer_.wheel(right, up, place(viewport, at)));
}

void Input::release_all() {
    if (!passes()) return;
    send(keyboard_.release_all());
    send(sticky_.release_all());
    send(pointer_.release_all());
}

void Input::let_go() {
    release_all();
    capture(false);
}

}  // namespace ecsview::ui
