// SPDX-License-Identifier: GPL-2.0-or-later
// The wall's loop without a display: all that is to happen is in SDL's queue before watch() begins,
// or is put there by a beat.
#include <SDL.h>
#include <gmock/gmock.h>
#include <stdlib.h>

#include "ui/window.h"

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

using Sent = std::vector<std::string>;

struct WallSession final : Session {
    Sent sent;  // "key down", "button up", …
    std::function<void()> on_beat = [] {};
    int beats = 0;

    void send(rfb::ClientMessage message) override {
        const bool down = message.bytes[1] != 0;
        if (message.bytes[0] == 4) sent.emplace_back(down ? "key down" : "key up");
        if (message.bytes[0] == 5) sent.emplace_back(down ? "button down" : "button up");
    }
    void answer_password(Secret) override {}
    void cancel_password() override {}
    void reconnect() override {}
    void take_over() override {}
    void prove_alive() override {
        ++beats;
        on_beat();
    }
};

// Three consoles in a row, a wall of 1200x300; the third is not live.
struct Wall final : Supervision {
    WindowOptions look;
    std::unique_ptr<Window> window;
    std::vector<std::unique_ptr<screen::Mailbox>> mailboxes;
    std::vector<std::unique_ptr<WallSession>> sessions;
    std::vector<WallPlace> places;
    std::vector<std::string> told;

    explicit Wall(Behaviour behaviour = {}, const char* nights = nullptr,
                  std::optional<std::chrono::milliseconds> turn = std::nullopt) {
        setenv("SDL_VIDEODRIVER", "dummy", 1);
        look.turn = turn;
        look.several = true;
        if (nights) look.nights.add(*Nights::parse(nights));
        look.behaviour = behaviour;
        look.title = "3 consoles";
        look.size = screen::WindowSize{1200, 300};
        look.hotkeys = *Hotkeys::parse(
            "menu=ctrl+alt+m,wall=ctrl+alt+w,quit=ctrl+alt+q,next-console=ctrl+alt+n,"
            "previous-console=ctrl+alt+p");
        look.walled = true;
        look.beat_every = 1ms;
        window = std::make_unique<Window>(look);
        for (int i = 0; i < 3; ++i) {
            mailboxes.push_back(std::make_unique<screen::Mailbox>([] {}));
            sessions.push_back(std::make_unique<WallSession>());
            places.push_back({&look, mailboxes.back().get(), sessions.back().get()});
            screen::ConsoleState state;
            state.phase = i < 2 ? screen::Phase::live : screen::Phase::waiting;
            mailboxes.back()->post(state);
            screen::PictureUpdate update;
            update.framebuffer = std::make_shared<const screen::Framebuffer>();
            update.size = {400, 250};
            update.damage.add({0, 0, 400, 250});
            update.complete = true;
            mailboxes.back()->post(std::move(update));
        }
    }
    void status(const std::string& words) override { told.push_back(words); }
    void ready() override { told.emplace_back("ready"); }
    void stopping() override { told.emplace_back("stopping"); }

    static void key(SDL_Scancode scancode, SDL_Keycode code, Uint16 mods = 0, bool up = true) {
        SDL_Event event{};
        event.type = event.key.type = SDL_KEYDOWN;
        event.key.keysym = {scancode, code, mods, 0};
        SDL_PushEvent(&event);
        event.type = event.key.type = SDL_KEYUP;
        if (up) SDL_PushEvent(&event);
    }
    static void one(Uint32 type, SDL_Keycode code, bool repeat = false) {
        SDL_Event event{};
        event.type = event.key.type = type;
        event.key.repeat = repeat;
        event.key.keysym = {SDL_SCANCODE_A, code, 0, 0};
        SDL_PushEvent(&event);
    }
    static void enter() { key(SDL_SCANCODE_RETURN, SDLK_RETURN); }
    static void right() { key(SDL_SCANCODE_RIGHT, SDLK_RIGHT); }
    static void letter(char c) {
        key(static_cast<SDL_Scancode>(SDL_SCANCODE_A + c - 'a'), SDL_Keycode{c});
    }
    static void chord(char c) {
        key(static_cast<SDL_Scancode>(SDL_SCANCODE_A + c - 'a'), SDL_Keycode{c},
            KMOD_LCTRL | KMOD_LALT);
    }
    static void happen(SDL_WindowEventID what) {
        SDL_Event event{};
        event.type = event.window.type = SDL_WINDOWEVENT;
        event.window.event = static_cast<Uint8>(what);
        SDL_PushEvent(&event);
    }
    static void mouse(bool down, int x, int y) {
        SDL_Event event{};
        event.type = event.button.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
        event.button.button = SDL_BUTTON_LEFT;
        event.button.x = x;
        event.button.y = y;
        SDL_PushEvent(&event);
    }
    static void click(int x, int y) {
        mouse(true, x, y);
        mouse(false, x, y);
    }
    // A few turns of the loop later, each of these.
    void then(std::vector<std::function<void()>> steps) {
        const auto all = std::make_shared<std::vector<std::function<void()>>>(std::move(steps));
        const auto turn = std::make_shared<std::size_t>(0);
        const auto beat = [this, all, turn] {
            const std::size_t at = (*turn)++;
            if (at % 3 == 0 && at / 3 < all->size()) (*all)[at / 3]();
            if (at / 3 > all->size()) window->request_quit();
        };
        for (const auto& session : sessions) session->on_beat = beat;
    }
    void run() { EXPECT_EQ(window->watch(places, *this), ExitCode::done); }
    static std::string title() { return SDL_GetWindowTitle(SDL_GetWindowFromID(1)); }
};

const Sent one_key{"key down", "key up"};

TEST(WindowWall, KeysAreForNobody) {
    Wall wall;
    wall.then({[] { Wall::letter('x'); }});
    wall.run();
    for (const auto& session : wall.sessions) EXPECT_THAT(session->sent, IsEmpty());
    EXPECT_THAT(wall.told, ElementsAre("3 consoles: 2 live", "ready", "stopping"));
}

TEST(WindowWall, OneThatIsOpenedHasTheKeysUntilItIsLeft) {
    Wall wall;
    std::vector<std::string> titles;
    wall.then({[] { Wall::right(), Wall::enter(); },
               [&] { titles.push_back(Wall::title()), Wall::letter('x'); },
               [] { Wall::chord('w'); },
               [&] { titles.push_back(Wall::title()), Wall::letter('y'); }});
    wall.run();
    EXPECT_THAT(wall.sessions[0]->sent, IsEmpty());
    EXPECT_EQ(wall.sessions[1]->sent, one_key);
    EXPECT_EQ(titles.size(), 2u);
    EXPECT_EQ(titles[1], "3 consoles - ecsview");
}

// Held down they come again and again: that is not for whoever has the keys then.
TEST(WindowWall, EnterAndAAreForNoConsoleHoweverLongTheyAreHeld) {
    for (const auto& [scancode, code] : {std::pair{SDL_SCANCODE_RETURN, SDL_Keycode{SDLK_RETURN}},
                                         std::pair{SDL_SCANCODE_A, SDL_Keycode{SDLK_a}}}) {
        Wall wall;
        wall.then({[&] { Wall::key(scancode, code, 0, false); },
                   [&] {
                       SDL_Event event{};
                       event.type = event.key.type = SDL_KEYDOWN;
                       event.key.repeat = 1;
                       event.key.keysym = {scancode, code, 0, 0};
                       SDL_PushEvent(&event);
                   },
                   [&] {
                       SDL_Event event{};
                       event.type = event.key.type = SDL_KEYUP;
                       event.key.keysym = {scancode, code, 0, 0};
                       SDL_PushEvent(&event);
                   },
                   [] { Wall::letter('x'); }});
        wall.run();
        EXPECT_EQ(wall.sessions[0]->sent, one_key);
    }
}

// The menu's key that has led back is still held.
TEST(WindowWall, AKeyThatWasPressedElsewhereIsNoneOfTheWalls) {
    for (const bool repeats : {false, true}) {
        Wall wall;
        wall.then({[&] {
                       if (repeats) Wall::one(SDL_KEYDOWN, SDLK_a, true);
                       Wall::one(SDL_KEYUP, SDLK_a);
                   },
                   [] { Wall::letter('x'); }});
        wall.run();
        for (const auto& session : wall.sessions) EXPECT_THAT(session->sent, IsEmpty());
    }
}

TEST(WindowWall, AClickOpensTheOneThatItIsOn) {
    Wall wall;
    wall.then({[] {
                   Wall::mouse(true, 100, 100);  // begun on one, ended on another
                   Wall::mouse(false, 700, 100);
               },
               [] { Wall::letter('x'); }, [] { Wall::click(700, 100); },
               [] { Wall::letter('y'); }});
    wall.run();
    EXPECT_THAT(wall.sessions[0]->sent, IsEmpty());
    EXPECT_EQ(wall.sessions[1]->sent, one_key);
}

TEST(WindowWall, WhatIsTypedToAllGoesToThoseThatAreLive) {
    Wall wall;
    wall.then({[] { Wall::letter('a'); }, [] { Wall::letter('x'); }, [] { Wall::chord('m'); },
               [] { Wall::letter('y'); }});
    wall.run();
    EXPECT_EQ(wall.sessions[0]->sent, one_key);
    EXPECT_EQ(wall.sessions[1]->sent, one_key);
    EXPECT_THAT(wall.sessions[2]->sent, IsEmpty());
}

TEST(WindowWall, AClickEndsTypingToAllAndOpensNothing) {
    Wall wall;
    wall.then(
        {[] { Wall::letter('a'); }, [] { Wall::click(100, 100); }, [] { Wall::letter('x'); }});
    wall.run();
    EXPECT_THAT(wall.sessions[0]->sent, IsEmpty());
}

TEST(WindowWall, NoKeyStaysDown) {
    const std::vector<std::function<void()>> ends = {
        [] { Wall::happen(SDL_WINDOWEVENT_FOCUS_LOST); }, [] { Wall::chord('m'); },
        [] { Wall::click(100, 100); }, [] { Wall::chord('q'); }, [] {}};
    for (const auto& end : ends) {
        Wall wall;
        wall.then(
            {[] { Wall::letter('a'); }, [] { Wall::key(SDL_SCANCODE_X, SDLK_x, 0, false); }, end});
        wall.run();
        EXPECT_EQ(wall.sessions[0]->sent, one_key);
        EXPECT_EQ(wall.sessions[1]->sent, one_key);
    }
}

TEST(WindowWall, WithTheFocusAllIsLetGo) {
    Wall wall;
    wall.then({[] { Wall::letter('a'); }, [] { Wall::key(SDL_SCANCODE_X, SDLK_x, 0, false); },
               [] { Wall::happen(SDL_WINDOWEVENT_FOCUS_LOST); }, [] { Wall::letter('y'); }});
    wall.run();
    EXPECT_THAT(wall.sessions[1]->sent, ElementsAre("key down", "key up", "key down", "key up"));
}

TEST(WindowWall, AWallThatSendsNothingTypesToNobody) {
    Behaviour behaviour;
    behaviour.view_only = true;
    Wall wall(behaviour);
    wall.then({[] { Wall::letter('a'); }, [] { Wall::letter('x'); },
               [] { Wall::right(), Wall::enter(); }, [] { Wall::letter('y'); }});
    wall.run();
    for (const auto& session : wall.sessions) EXPECT_THAT(session->sent, IsEmpty());
    EXPECT_GT(wall.sessions[1]->beats, 0) << "Enter opens it: nobody is typed to";
}

TEST(WindowWall, IsClosedByItsButtonUnlessItIsAKiosk) {
    for (const bool kiosk : {false, true}) {
        Behaviour behaviour;
        behaviour.kiosk = kiosk;
        Wall wall(behaviour);
        bool later = false;
        wall.then({[] {
                       Wall::happen(SDL_WINDOWEVENT_CLOSE);
                       Wall::chord('q');
                   },
                   [&] { later = true; }});
        wall.run();
        EXPECT_EQ(later, kiosk);
    }
}

// Only what somebody sees is taken: a server is asked for no picture that nobody looks at.
TEST(WindowWall, NothingIsTakenThatNobodySees) {
    Wall wall;
    bool taken = true;
    wall.then({[] { Wall::happen(SDL_WINDOWEVENT_MINIMIZED); },
               [&] {
                   screen::PictureUpdate update;
                   update.framebuffer = std::make_shared<const screen::Framebuffer>();
                   update.size = {8, 8};
                   wall.mailboxes[0]->post(std::move(update));
                   SDL_Delay(250);  // until the next look would be due
                   wall.window->wake();
               },
               [&] { taken = !wall.mailboxes[0]->take().picture; }});
    wall.run();
    EXPECT_FALSE(taken);
}

// From all of them and from one, in the order in which they are named, round and round.
TEST(WindowWall, TheNextAndThePreviousConsoleHaveAChord) {
    const std::vector<std::pair<Sent, std::size_t>> ways = {
        {{"n"}, 1},      {{"n", "n"}, 2}, {{"n", "n", "n"}, 0}, {{"p"}, 2},
        {{"p", "p"}, 1}, {{"n", "p"}, 0}, {{"n", "w", "n"}, 2}};
    for (const auto& [chords, place] : ways) {
        Wall wall;
        std::vector<std::function<void()>> steps;
        for (const auto& chord : chords) steps.emplace_back([key = chord[0]] { Wall::chord(key); });
        std::vector<int> before;
        steps.emplace_back([&] {
            for (const auto& session : wall.sessions) before.push_back(session->beats);
        });
        steps.emplace_back([] {});
        wall.then(std::move(steps));
        wall.run();
        ASSERT_EQ(before.size(), 3u);
        for (std::size_t i = 0; i < 3; ++i)
            EXPECT_EQ(wall.sessions[i]->beats > before[i], i == place) << chords.size() << " " << i;
    }
}

// The one that has the window is the one that is asked whether it lives.
TEST(WindowWall, ConsolesTakeTurnsUntilSomebodyIsThere) {
    for (const bool there : {false, true}) {
        Wall wall({}, nullptr, 50ms);
        std::vector<int> beats;
        const auto note = [&](int number) {
            if (beats.empty() || beats.back() != number) beats.push_back(number);
            if (there && beats.size() == 2) Wall::letter('x');
            if (beats.size() == 4 || wall.sessions[1]->beats > 200) wall.window->request_quit();
        };
        for (int i = 0; i < 3; ++i)
            wall.sessions[static_cast<std::size_t>(i)]->on_beat = [=] { note(i); };
        wall.run();
        if (there)
            EXPECT_THAT(beats, ElementsAre(0, 1));
        else
            EXPECT_THAT(beats, ElementsAre(0, 1, 2, 0));
    }
}

TEST(WindowWall, InTheDarkNoConsoleHasItsTurn) {
    Behaviour behaviour;
    behaviour.kiosk = true;
    Wall wall(behaviour, "00:00-24:00", 3ms);
    for (const auto& session : wall.sessions)
        session->on_beat = [&] {
            if (wall.sessions[0]->beats > 20) wall.window->request_quit();
        };
    wall.run();
    EXPECT_EQ(wall.sessions[1]->beats, 0);
}

// The first click is for nobody, and the second one opens a console.
TEST(WindowWall, InTheDarkAClickOnlyWakesTheScreen) {
    Behaviour behaviour;
    behaviour.kiosk = true;
    Wall wall(behaviour, "00:00-24:00");
    wall.then({[] { Wall::click(700, 100); }, [] { Wall::letter('x'); },
               [] { Wall::click(700, 100); }, [] { Wall::letter('y'); }});
    wall.run();
    EXPECT_THAT(wall.sessions[0]->sent, IsEmpty());
    EXPECT_EQ(wall.sessions[1]->sent, one_key);
}

// A console that nobody looks at, since another has the window, would be given up without it.
TEST(WindowWall, APictureThatBeginsUnseenComesToItsEnd) {
    Wall wall;
    const auto decoder = std::make_shared<screen::DecoderLine>(UniqueFd(), nullptr);
    std::vector<std::uint32_t> acknowledged;
    const auto post = [&](std::uint32_t sequence, bool whole) {
        screen::PictureUpdate update;
        update.framebuffer = std::make_shared<const screen::Framebuffer>();
        update.size = {8, 8};
        update.complete = whole;
        update.sequence = sequence;
        update.decoder = decoder;
        wall.mailboxes[0]->post(std::move(update));
        wall.window->wake();
    };
    wall.then({[] { Wall::right(), Wall::enter(); }, [&] { post(1, false); },
               [&] {
                   acknowledged.push_back(decoder->acknowledged());
                   post(2, true);
               },
               [&] { acknowledged.push_back(decoder->acknowledged()); }});
    wall.run();
    EXPECT_THAT(acknowledged, ElementsAre(1u, 1u));
}

}  // namespace
}  // namespace ecsview::ui
