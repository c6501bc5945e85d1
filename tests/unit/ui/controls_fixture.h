// SPDX-License-Identifier: GPL-2.0-or-later
// For tests: Controls over a live console, without a display, with a session and a window that
// write down what they are asked. Used on the test's thread.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "../text/drawn_screen.h"
#include "recording_session.h"
#include "ui/controls.h"
#include "ui/sdl_video.h"

namespace ecsview::ui {

constexpr int width = 800, height = 600;

// What commands ask of the window.
struct RecordingWindow final : WindowActions {
    std::vector<std::string> asked;
    void toggle_fullscreen() override { asked.emplace_back("fullscreen"); }
    void toggle_statistics() override { asked.emplace_back("statistics"); }
    void grab_keyboard(bool grab) override { asked.emplace_back(grab ? "grab" : "ungrab"); }
    void keep_keyboard(bool keep) override { asked.emplace_back(keep ? "keep" : "share"); }
    bool clipboard_answers = true;
    std::optional<std::string> clipboard_text() override {
        if (!clipboard_answers) return std::nullopt;
        const std::unique_ptr<char, void (*)(void*)> text(SDL_GetClipboardText(), SDL_free);
        return text.get();
    }
    std::vector<std::string> copied;
    bool takes_text = true;
    bool set_clipboard_text(const std::string& text) override {
        copied.push_back(text);
        return takes_text;
    }
    void leave() override { asked.emplace_back("leave"); }
    void leave_for(bool next) override { asked.emplace_back(next ? "next" : "previous"); }
    void quit() override { asked.emplace_back("quit"); }
};

inline Behaviour kiosk() {
    Behaviour behaviour;
    behaviour.kiosk = true;
    return behaviour;
}

inline Behaviour staying() {
    Behaviour behaviour;
    behaviour.stay = true;
    return behaviour;
}

// Controls over a live console of the window's size; no display is needed.
struct Controlled {
    WindowOptions options;
    RecordingSession session;
    std::vector<std::string>&sent = session.sent, &asked = session.asked;
    RecordingWindow wishes;
    WindowHandle window;
    std::optional<Presenter> presenter;
    std::optional<Controls> controls;
    screen::ConsoleState state;
    Situation now;

    explicit Controlled(Behaviour behaviour = {}, Hotkeys hotkeys = {},
                        const char* own_chords = "f1,f2,f3,f4,f5,f6") {
        options.behaviour = behaviour;
        options.hotkeys = std::move(hotkeys);
        options.own_chords = *parse_own_chords(own_chords);
        setenv("SDL_VIDEODRIVER", "dummy", 1);
        EXPECT_EQ(SDL_Init(SDL_INIT_VIDEO), 0) << SDL_GetError();
        window.reset(SDL_CreateWindow("", 0, 0, width, height, SDL_WINDOW_HIDDEN));
        presenter.emplace(window.get(), ScaleMode::fit);
        screen::PictureUpdate update;
        update.framebuffer = std::make_shared<const screen::Framebuffer>();
        update.size = {width, height};
        update.complete = true;
        presenter->take(update);
        controls.emplace(options, session, wishes, *presenter);
        state.phase = screen::Phase::live;
        controls->set_state(state);
        now.behaviour = behaviour;
        now.live = now.picture = true;
        controls->set_situation(now);
    }
    ~Controlled() {
        controls.reset();
        window.reset();
        SDL_Quit();
    }

    // The console shows text: "login:" in its second row.
    void show_text() {
        const auto fonts = text::console_fonts();
        text::DrawnScreen drawn(text::font_named(fonts, "PC 8x16"), width / 8, height / 16, 8, {},
                                {0, height % 16});
        drawn.write(0, 1, "login:");
        const auto pixels = drawn.picture().pixels;
        screen::PictureUpdate update;
        update.framebuffer = std::make_shared<const screen::Framebuffer>();
        update.size = drawn.picture().size;
        update.complete = true;
        ASSERT_EQ(pwrite(update.framebuffer->fd(), pixels.data(), pixels.size_bytes(), 0),
                  static_cast<ssize_t>(pixels.size_bytes()));
        presenter->take(update);
    }
    // The guest has a PS/2 mouse.
    void take_steps(bool so = true) {
        now.mouse_steps = state.pointer_steps = so;
        controls->set_state(state);
        controls->set_situation(now);
    }
    void button(bool down, int x, int y, Uint32 which) {
        SDL_Event event{};
        event.type = event.button.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
        event.button.button = SDL_BUTTON_LEFT;
        event.button.which = which;
        event.button.x = x;
        event.button.y = y;
        controls->handle(event);
    }
    void move(int x, int y, Uint32 which, int xrel = 0, int yrel = 0) {
        SDL_Event event{};
        event.motion.xrel = xrel;
        event.motion.yrel = yrel;
        event.type = event.motion.type = SDL_MOUSEMOTION;
        event.motion.which = which;
        event.motion.x = x;
        event.motion.y = y;
        controls->handle(event);
    }
    void key(SDL_Scancode scancode, Sint32 sym, Uint16 mods = 0, bool repeat = false) {
        SDL_Event event{};
        event.type = event.key.type = SDL_KEYDOWN;
        event.key.repeat = repeat;
        event.key.keysym = {scancode, sym, mods, 0};
        controls->handle(event);
    }
    void key_up(SDL_Scancode scancode) {
        SDL_Event event{};
        event.type = event.key.type = SDL_KEYUP;
        event.key.keysym.scancode = scancode;
        controls->handle(event);
    }
    void text(const char* typed) {
        SDL_Event event{};
        event.type = event.text.type = SDL_TEXTINPUT;
        SDL_strlcpy(event.text.text, typed, sizeof event.text.text);
        controls->handle(event);
    }
    // Buttons and place of each pointer message.
    std::vector<std::string> pointer() const {
        std::vector<std::string> out;
        for (const auto& bytes : sent) {
            const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
            out.push_back(std::to_string(at(1)) + " " + std::to_string(at(2) * 256 + at(3)) + "," +
                          std::to_string(at(4) * 256 + at(5)));
        }
        return out;
    }
    bool menu_after(std::chrono::milliseconds span) {
        controls->act_on_time(std::chrono::steady_clock::now() + span);
        return controls->menu_open();
    }
};

using Strings = std::vector<std::string>;
constexpr Uint32 finger = SDL_TOUCH_MOUSEID, mouse = 0;

}  // namespace ecsview::ui
