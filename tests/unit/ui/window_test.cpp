// SPDX-License-Identifier: GPL-2.0-or-later
// The window's loop without a display: all that is to happen is in SDL's queue before run() begins,
// and its end with it, so there is no second thread and nothing to wait for.
#include "ui/window.h"

#include <SDL.h>
#include <gmock/gmock.h>
#include <stdlib.h>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

struct Stage final : Session, Supervision {
    std::vector<std::string> sent;  // "key down", "button up", …, "quit"
    screen::Mailbox mailbox{[] {}};
    std::unique_ptr<Window> window;

    std::function<void(int)> on_beat = [](int) {};
    int beats = 0;
    std::vector<std::string> told;  // to who supervises: "ready", the words, …

    explicit Stage(bool kiosk = false, const char* nights = nullptr, bool records = false) {
        setenv("SDL_VIDEODRIVER", "dummy", 1);
        WindowOptions options;
        options.behaviour.kiosk = kiosk;
        options.records = records;
        if (nights) options.nights.add(*Nights::parse(nights));
        options.title = "i-abc";
        options.hotkeys =
            *Hotkeys::parse("fullscreen=ctrl+alt+enter,quit=ctrl+alt+q,take-over=ctrl+alt+t");
        options.beat_every = 1ms;
        window = std::make_unique<Window>(std::move(options));
        screen::PictureUpdate update;
        update.framebuffer = std::make_shared<const screen::Framebuffer>();
        update.size = {640, 480};
        update.complete = true;
        mailbox.post(std::move(update));
        screen::ConsoleState state;
        state.phase = screen::Phase::live;
        mailbox.post(state);
    }
    void send(rfb::ClientMessage message) override { note(message); }
    void answer_password(Secret) override {}
    void cancel_password() override {}
    void reconnect() override { sent.emplace_back("reconnect"); }
    void take_over() override { sent.emplace_back("take over"); }
    void prove_alive() override { on_beat(++beats); }
    void status(const std::string& words) override { told.push_back(words); }
    void ready() override { told.emplace_back("ready"); }
    void stopping() override { sent.emplace_back("quit"); }
    void note(const rfb::ClientMessage& message) {
        const bool key = message.bytes[0] == 4, pointer = message.bytes[0] == 5;
        const bool down = message.bytes[1] != 0;
        if (key) sent.emplace_back(down ? "key down" : "key up");
        if (pointer) sent.emplace_back(down ? "button down" : "button up");
    }
    void press_key() {
        SDL_Event event{};
        event.type = event.key.type = SDL_KEYDOWN;
        event.key.keysym = {SDL_SCANCODE_A, SDLK_a, 0, 0};
        SDL_PushEvent(&event);
    }
    void release_key() {
        SDL_Event event{};
        event.type = event.key.type = SDL_KEYUP;
        event.key.keysym = {SDL_SCANCODE_A, SDLK_a, 0, 0};
        SDL_PushEvent(&event);
    }
    void press_button() {
        SDL_Event event{};
        event.type = event.button.type = SDL_MOUSEBUTTONDOWN;
        event.button.button = SDL_BUTTON_LEFT;
        event.button.x = event.button.y = 100;
        SDL_PushEvent(&event);
    }
    // Ctrl, Alt and the key.
    void press_chord(SDL_Scancode scancode, SDL_Keycode key) {
        SDL_Event event{};
        event.type = event.key.type = SDL_KEYDOWN;
        event.key.keysym = {scancode, key, KMOD_LCTRL | KMOD_LALT, 0};
        SDL_PushEvent(&event);
    }
    void happen(SDL_WindowEventID what) {
        SDL_Event event{};
        event.type = event.window.type = SDL_WINDOWEVENT;
        event.window.event = static_cast<Uint8>(what);
        SDL_PushEvent(&event);
    }
    // To the end, which is asked for when all of that has happened.
    std::vector<std::string> run() {
        window->request_quit();
        EXPECT_EQ(window->run(mailbox, *this, *this), ExitCode::done);
        return sent;
    }
};

TEST(WindowLoop, WhatIsDownIsLetGoBeforeTheEnd) {
    Stage stage;
    stage.press_button();
    stage.press_key();
    EXPECT_THAT(stage.run(), ElementsAre("button down", "key down", "key up", "button up", "quit"));
}

// SDL lets go of keys by itself then, and of buttons it does not.
TEST(WindowLoop, WithTheFocusEverythingIsLetGo) {
    Stage stage;
    stage.press_button();
    stage.happen(SDL_WINDOWEVENT_FOCUS_LOST);
    stage.press_key();
    EXPECT_THAT(stage.run(), ElementsAre("button down", "button up", "key down", "key up", "quit"));
}

TEST(WindowLoop, IsClosedByItsButtonUnlessItIsAKiosk) {
    for (const bool kiosk : {false, true}) {
        Stage stage(kiosk);
        stage.happen(SDL_WINDOWEVENT_CLOSE);
        stage.press_key();
        if (kiosk)
            EXPECT_THAT(stage.run(), ElementsAre("key down", "key up", "quit"));
        else
            EXPECT_THAT(stage.run(), ElementsAre("quit"));
    }
}

TEST(WindowLoop, TellsWhoSupervisesHowItGoesAndWhenItShowsSomething) {
    Stage stage;
    stage.run();
    EXPECT_THAT(stage.told, ElementsAre("i-abc: connected.", "ready"));
}

TEST(WindowLoop, HasTheSessionShowThatItLives) {
    Stage stage;
    stage.on_beat = [&](int beat) {
        if (beat == 2) stage.window->request_quit();
    };
    EXPECT_EQ(stage.window->run(stage.mailbox, stage, stage), ExitCode::done);
    EXPECT_EQ(stage.beats, 2);
}

TEST(WindowLoop, ACommandForTheWindowIsDone) {
    Stage stage;
    std::vector<bool> full;
    stage.on_beat = [&](int beat) {
        if (beat > 3) return;
        full.push_back(SDL_GetWindowFlags(SDL_GetWindowFromID(1)) & SDL_WINDOW_FULLSCREEN_DESKTOP);
        if (beat < 3) stage.press_chord(SDL_SCANCODE_RETURN, SDLK_RETURN);
        if (beat == 3) stage.press_chord(SDL_SCANCODE_Q, SDLK_q);
    };
    EXPECT_EQ(stage.window->run(stage.mailbox, stage, stage), ExitCode::done);
    EXPECT_THAT(full, ElementsAre(false, true, false));
    EXPECT_EQ(stage.sent.back(), "quit");
}

TEST(WindowLoop, AConsoleThatIsInUseCanBeTakenOver) {
    for (const bool in_use : {false, true}) {
        Stage stage;
        screen::ConsoleState state;
        state.phase = screen::Phase::waiting;
        state.can_take_over = in_use;
        stage.mailbox.post(state);
        stage.press_chord(SDL_SCANCODE_T, SDLK_t);
        if (in_use)
            EXPECT_THAT(stage.run(), ElementsAre("take over", "quit"));
        else
            EXPECT_THAT(stage.run(), ElementsAre("quit"));
    }
}

// Nobody touches a kiosk for hours, and its screen is looked at all the same.
TEST(WindowLoop, OnlyAKioskKeepsTheScreenOn) {
    for (const bool kiosk : {false, true}) {
        const Stage stage(kiosk);
        EXPECT_EQ(SDL_IsScreenSaverEnabled(), kiosk ? SDL_FALSE : SDL_TRUE);
    }
}

// What wakes it is not the guest's, and what comes then is.
TEST(WindowLoop, InTheDarkAKeyOnlyWakesTheScreen) {
    Stage stage(true, "00:00-24:00");
    std::vector<bool> asleep;
    stage.on_beat = [&](int beat) {
        if (beat > 6) return;
        asleep.push_back(SDL_IsScreenSaverEnabled());
        if (beat == 2) stage.press_key();
        if (beat == 3) stage.release_key();
        if (beat == 4) stage.press_key();
        if (beat == 6) stage.window->request_quit();
    };
    EXPECT_EQ(stage.window->run(stage.mailbox, stage, stage), ExitCode::done);
    EXPECT_THAT(stage.sent, ElementsAre("key down", "key up", "quit"));
    EXPECT_THAT(asleep, ElementsAre(true, true, false, false, false, false));
}

// A server is asked for no picture while the last one waits; but for those who look in the dark.
TEST(WindowLoop, InTheDarkAWholePictureWaits) {
    for (const bool records : {false, true})
        for (const bool whole : {false, true}) {
            Stage stage(true, "00:00-24:00", records);
            const auto decoder = std::make_shared<screen::DecoderLine>(UniqueFd(), nullptr);
            std::vector<std::uint32_t> acknowledged;
            stage.on_beat = [&](int beat) {
                if (beat == 2) {
                    screen::PictureUpdate update;
                    update.framebuffer = std::make_shared<const screen::Framebuffer>();
                    update.size = {640, 480};
                    update.complete = whole;
                    update.sequence = 7;
                    update.decoder = decoder;
                    stage.mailbox.post(std::move(update));
                    stage.window->wake();
                }
                if (beat == 5) {
                    acknowledged.push_back(decoder->acknowledged());
                    stage.press_key();
                }
                if (beat == 8) {
                    acknowledged.push_back(decoder->acknowledged());
                    stage.window->request_quit();
                }
            };
            EXPECT_EQ(stage.window->run(stage.mailbox, stage, stage), ExitCode::done);
            EXPECT_THAT(acknowledged, ElementsAre(records || !whole ? 7u : 0u, 7u));
        }
}

// A beat comes before what that turn of the loop draws.
TEST(WindowLoop, WhatNobodySeesIsNotDrawn) {
    constexpr Uint32 mark = 0x00ff00ff;
    Stage stage;
    const auto surface = [] { return SDL_GetWindowSurface(SDL_GetWindowFromID(1)); };
    const auto marked = [&] { return *static_cast<Uint32*>(surface()->pixels) == mark; };
    std::vector<bool> kept;
    stage.on_beat = [&](int beat) {
        if (beat == 3) {
            SDL_FillRect(surface(), nullptr, mark);
            stage.happen(SDL_WINDOWEVENT_MINIMIZED);
            stage.happen(SDL_WINDOWEVENT_SIZE_CHANGED);
        }
        if (beat == 6) {
            kept.push_back(marked());
            stage.happen(SDL_WINDOWEVENT_RESTORED);
        }
        if (beat == 9) {
            kept.push_back(marked());
            stage.window->request_quit();
        }
    };
    EXPECT_EQ(stage.window->run(stage.mailbox, stage, stage), ExitCode::done);
    EXPECT_THAT(kept, ElementsAre(true, false));
}

}  // namespace
}  // namespace ecsview::ui
