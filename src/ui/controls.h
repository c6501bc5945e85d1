// SPDX-License-Identifier: GPL-2.0-or-later
// Who gets what the user does: the menu when it is open, else the prompt, else the guest. Owns all
// three, and the pointer's shape. What is a command is performed here, in one place. ui thread.
#pragma once

#include <future>
#include <optional>
#include <string>
#include <vector>

#include "ui/copying.h"
#include "ui/input/input.h"
#include "ui/menu/corner_press.h"
#include "ui/menu/open_menu.h"
#include "ui/menu/open_prompt.h"
#include "ui/open_paste.h"
#include "ui/picture/guest_cursor.h"
#include "ui/picture/presenter.h"
#include "ui/session.h"
#include "ui/touch.h"
#include "ui/window_options.h"

namespace ecsview::ui {

// What commands ask of the window itself.
class WindowActions {
public:
    virtual ~WindowActions() = default;
    virtual void toggle_fullscreen() = 0;
    virtual void toggle_statistics() = 0;
    // In a window: all keys are the guest's, also those of the window manager.
    virtual void grab_keyboard(bool grab) = 0;
    // In full screen: the same, unless nothing is sent.
    virtual void keep_keyboard(bool keep) = 0;
    // Of this machine; nothing: whoever has it does not answer.
    virtual std::optional<std::string> clipboard_text() = 0;
    // False: this machine has no clipboard that takes a text.
    virtual bool set_clipboard_text(const std::string& text) = 0;
    // To the wall that this console is one of, or to the next or the last one there.
    virtual void leave() = 0;
    virtual void leave_for(bool next) = 0;
    virtual void quit() = 0;
};

class Controls final : private TouchHost {
public:
    // All four are borrowed and outlive this.
    Controls(const WindowOptions& options, Session& session, WindowActions& window,
             Presenter& presenter);

    void set_state(const screen::ConsoleState& state);
    // What has changed on the screen; before it is acknowledged.
    void look(const screen::PictureUpdate& update);
    void set_situation(const Situation& now);
    // What is shown now; the menu's button may be a part of it.
    void set_overlay(const Overlay& overlay) { button_visible_ = has_menu_button(overlay); }

    // Keys, text, pointer.
    void handle(const SDL_Event& event) override;
    // Does what the command says, if it is ready now: a chord may be bound to what is not.
    void perform(const Command& command) override;
    void focus_gained() { input_.focus_gained(); }
    void let_go() {
        touch_.let_go();
        input_.let_go();
    }
    MouseUse mouse_use() const { return input_.mouse_use(); }

    // What is due by the clock, and when something will be.
    void act_on_time(TimePoint now);
    std::optional<TimePoint> next_deadline() const;

    // Says it for a while.
    void tell(std::string news);
    // What there is to be said about the keyboard: what is held, and what has just changed.
    std::string words() const;
    // Of a recording: where it stands is shown.
    bool timeline() const { return timeline_; }
    bool view_only() const { return view_only_; }
    // A text is on its way to the guest, or to what asks for it here.
    bool typing() const { return paste_.open() && !paste_.question(); }
    const OpenPrompt& prompt() const { return prompt_; }
    // The menu, or a card that asks and looks like it.
    bool menu_open() const { return menu_ || paste_.question(); }
    // To be drawn; what is hit is looked up in it.
    const MenuView& menu(const MenuStatus& status);
    // The same with what is told, and the keyboard on the screen while it is there.
    Cover cover_with(const Overlay& told) const;
    bool keyboard_shown() const { return touch_.shown(); }

private:
    struct Effect;

    void key_down(const SDL_KeyboardEvent& event);
    void button(const SDL_MouseButtonEvent& event);
    void choose(const std::optional<Command>& chosen);
    void playback_key(const SDL_KeyboardEvent& event);
    void step_key(const SDL_KeyboardEvent& event);
    void prompt_key(const SDL_KeyboardEvent& event) override;
    bool has_card() const override { return menu_ || paste_.open() || copying_; }
    bool is_pressed_as_by_mouse(int x, int y) const override {
        return has_card() || contains(corner(), x, y);
    }
    void text(const SDL_TextInputEvent& event);
    void motion(const SDL_MouseMotionEvent& event);
    CornerPress::Verdict corner_verdict(const SDL_MouseButtonEvent& event);
    void send_held_press();

    void hold(int modifier);
    void grab(bool on);
    void leave_for(bool next);
    void set_view_only(bool on);
    void paste();
    void type(const std::string& text);
    void settle_paste();
    std::optional<text::Page> freeze_page();
    void copy(text::Shape shape);
    void copy_all();
    void copy_failure();
    void settle_copying();
    void save_recording();
    void settle_saving();
    std::string way_out() const;  // the chord that ends a grab, in words

    void show_end(bool ended);
    void open_menu();
    void close_menu();
    void update();
    void show_cursor();
    Area corner() const;

    const WindowOptions& options_;
    Session& session_;
    WindowActions& window_;
    Presenter& presenter_;
    Input input_;
    GuestCursor cursor_;
    OpenPrompt prompt_;
    OpenPaste paste_;
    std::optional<Copying> copying_;
    std::future<Result<std::string>> saving_;  // of the last minutes
    Touch touch_;
    std::optional<OpenMenu> menu_;
    MenuView menu_view_;
    Situation now_;
    CornerPress corner_;
    std::shared_ptr<const screen::CursorShape> shape_;
    bool ended_ = false;  // by a failure, which is shown if the options say so
    std::optional<Failure> ending_;
    bool copied_ = false;          // its sentence
    bool button_visible_ = false;  // the menu's, in its corner
    bool view_only_;
    bool grabbed_ = false;
    bool timeline_ = true;
    std::vector<int> held_before_menu_;  // modifiers: choosing one more there keeps them
    std::string news_;                   // shown until
    std::optional<TimePoint> news_end_;
};

}  // namespace ecsview::ui
