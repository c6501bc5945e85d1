// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/controls.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include "ui/sdl_video.h"

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

constexpr int width = 800, height = 600;

// Controls over a live console of the window's size; no display is needed.
struct Stage {
    WindowOptions options;
    std::vector<std::string> sent;
    Actions actions{[this](rfb::ClientMessage message) { sent.push_back(message.bytes); },
                    [](Secret) {},
                    [] {},
                    [] {},
                    [] {},
                    [](const std::string&) {},
                    [] {},
                    [] {},
                    [] {}};
    WindowHandle window;
    std::optional<Presenter> presenter;
    std::optional<Controls> controls;
    screen::ConsoleState state;

    int reconnects = 0;

    explicit Stage(bool kiosk = false, bool stay = false) {
        options.stay = stay;
        actions.reconnect = [this] { ++reconnects; };
        setenv("SDL_VIDEODRIVER", "dummy", 1);
        EXPECT_EQ(SDL_Init(SDL_INIT_VIDEO), 0) << SDL_GetError();
        window.reset(SDL_CreateWindow("", 0, 0, width, height, SDL_WINDOW_HIDDEN));
        options.kiosk = kiosk;
        presenter.emplace(window.get(), ScaleMode::fit);
        screen::PictureUpdate update;
        update.framebuffer = std::make_shared<const screen::Framebuffer>();
        update.size = {width, height};
        update.complete = true;
        presenter->take(update);
        controls.emplace(options, actions, *presenter);
        state.phase = screen::Phase::live;
        controls->set_state(state);
        MenuFacts facts;
        facts.live = true;
        controls->set_facts(facts);
    }
    ~Stage() {
        controls.reset();
        window.reset();
        SDL_Quit();
    }

    std::optional<MenuItem> button(bool down, int x, int y, Uint32 which) {
        SDL_Event event{};
        event.type = event.button.type = down ? SDL_MOUSEBUTTONDOWN : SDL_MOUSEBUTTONUP;
        event.button.button = SDL_BUTTON_LEFT;
        event.button.which = which;
        event.button.x = x;
        event.button.y = y;
        return controls->handle(event);
    }
    void move(int x, int y, Uint32 which) {
        SDL_Event event{};
        event.type = event.motion.type = SDL_MOUSEMOTION;
        event.motion.which = which;
        event.motion.x = x;
        event.motion.y = y;
        controls->handle(event);
    }
    std::optional<MenuItem> key(SDL_Scancode scancode, Sint32 sym, Uint16 mods = 0) {
        SDL_Event event{};
        event.type = event.key.type = SDL_KEYDOWN;
        event.key.keysym = {scancode, sym, mods, 0};
        return controls->handle(event);
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

TEST(Controls, AFingerThatRestsInTheCornerOpensTheMenuAndTheGuestSeesNothing) {
    Stage stage;
    stage.button(true, 790, 10, finger);
    EXPECT_TRUE(stage.controls->next_deadline());
    EXPECT_FALSE(stage.menu_after(0ms));
    EXPECT_TRUE(stage.menu_after(1s));
    stage.button(false, 790, 10, finger);
    EXPECT_TRUE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent, Strings{});
    EXPECT_FALSE(stage.controls->next_deadline());
}

TEST(Controls, ATapInTheCornerIsTheGuests) {
    Stage stage;
    stage.button(true, 790, 10, finger);
    EXPECT_EQ(stage.sent, Strings{});
    stage.button(false, 791, 11, finger);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "0 791,11"}));
    EXPECT_FALSE(stage.menu_after(1h));
}

TEST(Controls, AStrokeFromTheCornerIsTheGuests) {
    Stage stage;
    stage.button(true, 790, 10, finger);
    stage.move(780, 12, finger);
    stage.move(500, 200, finger);
    stage.button(false, 500, 200, finger);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "1 500,200", "0 500,200"}));
}

TEST(Controls, TheMouseAndOtherPlacesAreNotHeldBack) {
    Stage stage;
    stage.button(true, 790, 10, mouse);
    stage.button(false, 790, 10, mouse);
    stage.button(true, 100, 100, finger);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "0 790,10", "1 100,100"}));
    EXPECT_FALSE(stage.menu_after(1h));
}

TEST(Controls, TheButtonOpensAtOnceWhereItIsSeen) {
    for (const Uint32 which : {mouse, finger}) {
        Stage stage;
        stage.state.phase = screen::Phase::waiting;
        stage.controls->set_state(stage.state);
        stage.controls->set_overlay(Banner{});
        stage.button(true, 400, 300, which);
        EXPECT_FALSE(stage.controls->menu_open());
        stage.button(true, 790, 10, which);
        EXPECT_TRUE(stage.controls->menu_open());
    }
}

TEST(Controls, AMenuThatClosesWhileTheChordIsDownLeavesNothingBehind) {
    Stage stage;
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    stage.key(SDL_SCANCODE_LCTRL, SDLK_LCTRL, KMOD_LCTRL);
    stage.key(SDL_SCANCODE_LALT, SDLK_LALT, mods);
    ASSERT_EQ(stage.sent.size(), 2u);
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    EXPECT_TRUE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent.size(), 4u) << "both let go";
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    EXPECT_FALSE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent.size(), 4u);
}

TEST(Controls, WhatIsForTheWindowIsHandedBack) {
    Stage stage;
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    EXPECT_EQ(stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN, mods)->verb, MenuVerb::toggle_fullscreen);
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    EXPECT_EQ(stage.key(SDL_SCANCODE_Q, SDLK_q)->verb, MenuVerb::quit);
    EXPECT_FALSE(stage.controls->menu_open());
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.key(SDL_SCANCODE_S, SDLK_s);
    EXPECT_EQ(stage.key(SDL_SCANCODE_P, SDLK_p)->value, static_cast<int>(ScaleMode::none));
}

// With --stay the failure is a card, and the card is all that there is.
TEST(Controls, AFailureThatStaysIsACardThatNothingElseCloses) {
    Stage stage(false, true);
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.key(SDL_SCANCODE_S, SDLK_s);  // a page of the menu is open
    stage.state.phase = screen::Phase::ended;
    stage.state.ending = Failure{ExitCode::network, "No."};
    stage.controls->set_state(stage.state);
    ASSERT_TRUE(stage.controls->menu_open());
    const MenuView card = stage.controls->menu({});
    EXPECT_TRUE(card.wide);
    ASSERT_EQ(card.items.size(), 2u);
    EXPECT_EQ(card.items[0].label, "Retry");
    EXPECT_EQ(card.items[1].label, "Close");
    EXPECT_FALSE(stage.key(SDL_SCANCODE_M, SDLK_m, mods));
    stage.button(true, 1, 599, mouse);
    EXPECT_FALSE(stage.button(false, 1, 599, mouse));
    EXPECT_TRUE(stage.controls->menu_open());
    EXPECT_EQ(stage.reconnects, 0);
    EXPECT_EQ(stage.key(SDL_SCANCODE_ESCAPE, SDLK_ESCAPE)->verb, MenuVerb::quit);
    EXPECT_FALSE(stage.key(SDL_SCANCODE_R, SDLK_r));
    EXPECT_EQ(stage.reconnects, 1);
    EXPECT_TRUE(stage.controls->menu_open()) << "until there is something else to be shown";
    stage.state.phase = screen::Phase::asking;
    stage.state.ending.reset();
    stage.controls->set_state(stage.state);
    EXPECT_FALSE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent, Strings{});
}

TEST(Controls, AFailureThatDoesNotStayIsNoCard) {
    Stage stage;
    stage.state.ending = Failure{ExitCode::network, "No."};
    stage.controls->set_state(stage.state);
    EXPECT_FALSE(stage.controls->menu_open());
}

TEST(Controls, WhatCannotBeTriedAgainOffersOnlyToClose) {
    Stage stage(false, true);
    stage.options.can_retry = false;
    stage.state.ending = Failure{ExitCode::usage, "No."};
    stage.controls->set_state(stage.state);
    const MenuView card = stage.controls->menu({});
    ASSERT_EQ(card.items.size(), 1u);
    EXPECT_EQ(stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN)->verb, MenuVerb::quit);
}

TEST(Controls, TheKeypadsDigitsChooseAndWithoutTheLockItsArrowsMove) {
    const auto chord_for = [](SDL_Scancode scancode, Sint32 sym, Uint16 key_mods) {
        Stage stage;
        stage.key(SDL_SCANCODE_M, SDLK_m, KMOD_LCTRL | KMOD_LALT);
        stage.key(SDL_SCANCODE_K, SDLK_k);
        stage.sent.clear();
        stage.key(scancode, sym, key_mods);
        // A choice closes the menu: then there is nothing that is selected.
        return std::pair(stage.sent.size() > 2 ? static_cast<unsigned char>(stage.sent[2][7]) : 0,
                         stage.controls->menu_open() ? stage.controls->menu({}).selected : 0);
    };
    const int f1 = 0xbe;
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_1, SDLK_KP_1, KMOD_NUM).first, f1);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_9, SDLK_KP_9, KMOD_NUM).first, f1 + 8);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_0, SDLK_KP_0, KMOD_NUM).first, f1 + 9);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_4, SDLK_KP_4, KMOD_NUM).first, f1 + 3);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_4, SDLK_KP_4, KMOD_LSHIFT).first, f1 + 3);
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_6, SDLK_KP_6, 0), std::pair(0, std::size_t{1}));
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_6, SDLK_KP_6, KMOD_NUM | KMOD_LSHIFT),
              std::pair(0, std::size_t{1}));
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_4, SDLK_KP_4, 0), std::pair(0, std::size_t{10}));
}

TEST(Controls, AKiosksPointerIsPutAwayWhenItRests) {
    Stage stage(true);
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
    stage.move(10, 10, finger);
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
    stage.move(20, 20, mouse);
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_ENABLE);
    ASSERT_TRUE(stage.controls->next_deadline());
    stage.controls->act_on_time(*stage.controls->next_deadline());
    EXPECT_EQ(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
    EXPECT_FALSE(stage.controls->next_deadline());
}

}  // namespace
}  // namespace ecsview::ui
