// SPDX-License-Identifier: GPL-2.0-or-later
// From SDL's input events to messages for the guest. Knows when input may pass and takes the
// hotkeys out. ui thread; `send` only queues, it never blocks.
#pragma once

#include <SDL_events.h>

#include <functional>
#include <optional>
#include <string>

#include "screen/console_state.h"
#include "ui/input/hotkeys.h"
#include "ui/input/keyboard.h"
#include "ui/input/mouse_use.h"
#include "ui/input/pointer.h"
#include "ui/input/sticky_keys.h"
#include "ui/picture/viewport.h"

namespace ecsview::ui {

class Input {
public:
    using TimePoint = Pointer::TimePoint;

    Input(std::function<void(rfb::ClientMessage)> send, Hotkeys hotkeys, bool view_only)
        : send_(std::move(send)), hotkeys_(std::move(hotkeys)), view_only_(view_only) {}

    // Nothing is sent any more, or it is again; what was down is let go.
    void set_view_only(bool view_only);

    // What the connection allows now. When it ends, what was down is forgotten.
    void set_state(const screen::ConsoleState& state);
    // A prompt, a card or the menu takes the keys; what was down is let go.
    void set_blocked(bool blocked);
    bool passes() const { return live_ && !blocked_ && !view_only_; }

    // A chord that is ours, whatever the state; its keys are let go in the guest. What is held by
    // hold() stays: it may be what the chord is about.
    std::optional<Command> hotkey(const SDL_KeyboardEvent& event);
    // The text that SDL queued behind the press that has just been taken.
    static std::string take_text();
    // With its text.
    void key_down(const SDL_KeyboardEvent& event, const std::string& text);
    // Pressed and let go, with what is held.
    void send_keys(const KeyChord& keys);
    // The modifier is down until the next key, or until it is named once more.
    void hold(int modifier);
    std::vector<int> held() const { return sticky_.held(); }
    void key_up(const SDL_KeyboardEvent& event);
    // Text that came without a press. What it returns was not sent: a server that takes scancodes
    // would press the wrong keys for it, or none.
    std::string text(const SDL_TextInputEvent& event);
    void motion(const SDL_MouseMotionEvent& event, const Viewport& viewport);
    void button(const SDL_MouseButtonEvent& event, const Viewport& viewport);
    void wheel(const SDL_MouseWheelEvent& event, const Viewport& viewport);
    // The same by fingers, in notches, at a place of the window.
    void scroll(float right, float up, const Viewport& viewport, screen::WindowPoint at);
    // A key of the keyboard on the screen, and the character that it has there, if it has one.
    void board_press(int scancode, char32_t character, bool repeat);
    void board_release(int scancode);
    void focus_gained() { locks_due_ = true; }
    void release_all();  // keys and buttons
    // The focus is lost, or it is the end: the mouse is ours again, too.
    void let_go();

    // Gives the mouse to a guest that takes steps, or takes it back.
    void capture(bool on);
    // False: nothing would take it back, so it is not given.
    void set_mouse_may_go(bool may) { mouse_may_go_ = may; }
    MouseUse mouse_use() const { return mouse_; }

    // What is due by the clock, and when something will be.
    void act_on_time(TimePoint now) {
        if (passes()) send(pointer_.settle(now));
    }
    std::optional<TimePoint> due() const { return passes() ? pointer_.due() : std::nullopt; }

private:
    bool is_free() const { return mouse_ == MouseUse::free || mouse_ == MouseUse::free_and_moved; }
    void take_steps(bool steps);
    screen::DesktopPoint place(const Viewport& viewport, screen::WindowPoint at) const;
    void send(const Messages& messages);
    void sync_locks(SDL_Keycode key, unsigned mods);

    const std::function<void(rfb::ClientMessage)> send_;
    const Hotkeys hotkeys_;
    bool view_only_;
    bool live_ = false, blocked_ = false, extended_ = false;
    std::optional<std::uint8_t> leds_;
    // The guest's lock lamps are compared with ours at the next key press, not before: a key that
    // nobody pressed could stop a boot menu.
    bool locks_due_ = true;
    // Ours at the last key press; none: a lock key was pressed since. SDL says nothing of a focus
    // that has gone and come back within 0.2 s, and tells of what was pressed meanwhile later.
    std::optional<unsigned> seen_locks_;
    Keyboard keyboard_;
    StickyKeys sticky_;
    Pointer pointer_;
    MouseUse mouse_ = MouseUse::places;
    bool mouse_may_go_ = true;
    int free_motions_ = 0;  // while it was free
};

}  // namespace ecsview::ui
