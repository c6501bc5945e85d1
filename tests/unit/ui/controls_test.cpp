// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/controls.h"

#include <gtest/gtest.h>

#include "controls_fixture.h"

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

TEST(Controls, AFingerThatRestsInTheCornerOpensTheMenuAndTheGuestSeesNothing) {
    Controlled stage;
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
    Controlled stage;
    stage.button(true, 790, 10, finger);
    EXPECT_EQ(stage.sent, Strings{});
    stage.button(false, 791, 11, finger);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "0 791,11"}));
    EXPECT_FALSE(stage.menu_after(1h));
}

TEST(Controls, AStrokeFromTheCornerIsTheGuests) {
    Controlled stage;
    stage.button(true, 790, 10, finger);
    stage.move(780, 12, finger);
    stage.move(500, 200, finger);
    stage.button(false, 500, 200, finger);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "1 500,200", "0 500,200"}));
}

TEST(Controls, TheMouseAndOtherPlacesAreNotHeldBack) {
    Controlled stage;
    stage.button(true, 790, 10, mouse);
    stage.button(false, 790, 10, mouse);
    stage.button(true, 100, 100, finger);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "0 790,10", "1 100,100"}));
    EXPECT_FALSE(stage.menu_after(1h));
}

TEST(Controls, TheButtonOpensAtOnceWhereItIsSeen) {
    for (const Uint32 which : {mouse, finger}) {
        Controlled stage;
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
    Controlled stage;
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

TEST(Controls, AChordThatIsHeldAsksOnce) {
    Controlled stage;
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN, mods);
    stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN, mods, true);
    EXPECT_EQ(stage.wishes.asked, Strings{"fullscreen"});
}

TEST(Controls, WhatIsTypedIntoTheMenuIsNoPassword) {
    Controlled stage;
    stage.state.phase = screen::Phase::handshake;
    stage.state.prompt = screen::PasswordPrompt{1, "This console has a VNC password.", 1};
    stage.controls->set_state(stage.state);
    stage.key(SDL_SCANCODE_M, SDLK_m, KMOD_LCTRL | KMOD_LALT);
    stage.text("x");
    EXPECT_EQ(stage.controls->prompt().characters(), 0u);
    stage.key(SDL_SCANCODE_M, SDLK_m, KMOD_LCTRL | KMOD_LALT);
    stage.text("x");
    EXPECT_EQ(stage.controls->prompt().characters(), 1u);
}

TEST(Controls, WhatIsForTheWindowIsAskedOfIt) {
    Controlled stage;
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN, mods);
    EXPECT_EQ(stage.wishes.asked, Strings{"fullscreen"});
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.key(SDL_SCANCODE_Q, SDLK_q);
    EXPECT_EQ(stage.wishes.asked, (Strings{"fullscreen", "quit"}));
    EXPECT_FALSE(stage.controls->menu_open());
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.key(SDL_SCANCODE_S, SDLK_s);
    EXPECT_TRUE(stage.controls->menu_open()) << "a page of it";
    stage.key(SDL_SCANCODE_P, SDLK_p);
    EXPECT_EQ(stage.presenter->mode(), ScaleMode::none);
    EXPECT_FALSE(stage.controls->menu_open());
}

// With --stay the failure is a card, and the card is all that there is.
TEST(Controls, AFailureThatStaysIsACardThatNothingElseCloses) {
    Controlled stage(staying());
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.key(SDL_SCANCODE_S, SDLK_s);  // a page of the menu is open
    stage.state.phase = screen::Phase::ended;
    stage.state.ending = Failure{ExitCode::network, "No."};
    stage.controls->set_state(stage.state);
    ASSERT_TRUE(stage.controls->menu_open());
    const MenuView card = stage.controls->menu({});
    EXPECT_TRUE(card.wide);
    ASSERT_EQ(card.items.size(), 3u);
    EXPECT_EQ(card.items[0].label, "Retry");
    EXPECT_EQ(card.items[1].label, "Copy");
    EXPECT_EQ(card.items[2].label, "Close");
    stage.key(SDL_SCANCODE_M, SDLK_m, mods);
    stage.button(true, 1, 599, mouse);
    stage.button(false, 1, 599, mouse);
    EXPECT_TRUE(stage.controls->menu_open());
    EXPECT_EQ(stage.asked, Strings{});
    EXPECT_EQ(stage.wishes.asked, Strings{});
    stage.key(SDL_SCANCODE_ESCAPE, SDLK_ESCAPE);
    EXPECT_EQ(stage.wishes.asked, Strings{"quit"});
    stage.key(SDL_SCANCODE_R, SDLK_r);
    EXPECT_EQ(stage.asked, Strings{"reconnect"});
    EXPECT_TRUE(stage.controls->menu_open()) << "until there is something else to be shown";
    stage.state.phase = screen::Phase::asking;
    stage.state.ending.reset();
    stage.controls->set_state(stage.state);
    EXPECT_FALSE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent, Strings{});
}

TEST(Controls, AFailureIsCopiedAsItStands) {
    Controlled stage(staying());
    stage.state.phase = screen::Phase::ended;
    stage.state.ending = Failure{ExitCode::api, "No (Code); start it. RequestId 1-2."};
    stage.controls->set_state(stage.state);
    const auto copy = [&] {
        stage.key(SDL_SCANCODE_C, SDLK_c);
        stage.controls->set_situation(stage.now);
        return stage.controls->menu({}).items[1].label;
    };
    stage.now.ended = true;
    stage.now.behaviour = staying();
    stage.wishes.takes_text = false;
    EXPECT_EQ(copy(), "Copy");
    stage.wishes.takes_text = true;
    EXPECT_EQ(copy(), "Copied");
    const std::string said = "ecsview " ECSVIEW_VERSION ": No (Code); start it. RequestId 1-2.";
    EXPECT_EQ(stage.wishes.copied, (Strings{said, said}));
    EXPECT_TRUE(stage.controls->menu_open());
}

TEST(Controls, AFailureThatDoesNotStayIsNoCard) {
    Controlled stage;
    stage.state.ending = Failure{ExitCode::network, "No."};
    stage.controls->set_state(stage.state);
    EXPECT_FALSE(stage.controls->menu_open());
}

TEST(Controls, WhatCannotBeTriedAgainIsClosedByEnter) {
    Behaviour behaviour = staying();
    behaviour.can_retry = false;
    Controlled stage(behaviour);
    stage.state.ending = Failure{ExitCode::usage, "No."};
    stage.controls->set_state(stage.state);
    const MenuView card = stage.controls->menu({});
    ASSERT_EQ(card.items.size(), 2u);
    EXPECT_EQ(card.items[0].label, "Copy");
    EXPECT_EQ(card.selected, 1u);
    stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN);
    EXPECT_EQ(stage.wishes.asked, Strings{"quit"});
}

TEST(Controls, TheKeypadsDigitsChooseAndWithoutTheLockItsArrowsMove) {
    const auto chord_for = [](SDL_Scancode scancode, Sint32 sym, Uint16 key_mods) {
        Controlled stage;
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
    EXPECT_EQ(chord_for(SDL_SCANCODE_KP_4, SDLK_KP_4, 0), std::pair(0, std::size_t{12}));
}

// ---- a guest whose mouse takes steps ----

struct Stepping : Controlled {
    using Controlled::Controlled;
    void click(Uint32 which = mouse) {
        button(true, 100, 100, which);
        button(false, 100, 100, which);
    }
    MouseUse use() const { return controls->mouse_use(); }
};

TEST(Controls, AClickGivesTheMouseToAGuestThatTakesSteps) {
    Stepping stage;
    stage.take_steps();
    for (int i = 0; i < 2; ++i) {
        stage.move(100, 100, mouse, 5, 6);
        EXPECT_EQ(stage.use(), MouseUse::free) << "a window that comes up moves it, too";
    }
    stage.move(100, 100, mouse, 5, 6);
    EXPECT_EQ(stage.use(), MouseUse::free_and_moved);
    stage.click();
    EXPECT_EQ(stage.sent, Strings{}) << "neither the way there nor the click is the guest's";
    EXPECT_EQ(stage.use(), MouseUse::captured);
    EXPECT_TRUE(SDL_GetRelativeMouseMode());
    stage.move(105, 106, mouse, 5, -6);
    stage.click();
    EXPECT_EQ(stage.pointer(), (Strings{"0 32772,32761", "1 32767,32767", "0 32767,32767"}));
}

TEST(Controls, AButtonThatGoesUpIsNoClick) {
    Stepping stage;
    stage.take_steps();
    stage.button(false, 100, 100, mouse);
    EXPECT_EQ(stage.use(), MouseUse::free);
}

TEST(Controls, TheMouseComesBackByTheMenuTheFocusTheEndAndAnotherMouse) {
    const auto taken_back = [](auto how) {
        Stepping stage;
        stage.take_steps();
        stage.click();
        stage.button(true, 100, 100, mouse);
        EXPECT_EQ(stage.use(), MouseUse::captured);
        how(stage);
        EXPECT_FALSE(SDL_GetRelativeMouseMode());
        return stage.use();
    };
    constexpr Uint16 mods = KMOD_LCTRL | KMOD_LALT;
    EXPECT_EQ(taken_back([](Stepping& s) {
                  s.key(SDL_SCANCODE_M, SDLK_m, mods);
                  EXPECT_EQ(s.pointer().back(), "0 32767,32767") << "the button goes up";
              }),
              MouseUse::free);
    EXPECT_EQ(taken_back([](Stepping& s) {
                  s.controls->let_go();
                  EXPECT_EQ(s.pointer().back(), "0 32767,32767");
              }),
              MouseUse::free);
    EXPECT_EQ(taken_back([](Stepping& s) {
                  s.state.phase = screen::Phase::waiting;
                  s.controls->set_state(s.state);
              }),
              MouseUse::places);
    EXPECT_EQ(taken_back([](Stepping& s) { s.take_steps(false); }), MouseUse::places);
    EXPECT_EQ(taken_back([](Stepping& s) { s.controls->perform(command::ToggleViewOnly{}); }),
              MouseUse::free);
}

TEST(Controls, TheCommandGivesTheMouseAndTakesItBack) {
    Stepping stage;
    stage.controls->perform(command::ToggleMouse{});
    EXPECT_EQ(stage.use(), MouseUse::places) << "there is nothing to give";
    stage.take_steps();
    stage.controls->perform(command::ToggleMouse{});
    EXPECT_EQ(stage.use(), MouseUse::captured);
    stage.controls->perform(command::ToggleMouse{});
    EXPECT_EQ(stage.use(), MouseUse::free);
}

// The keyboard is all the guest's there: nobody could switch to another window.
TEST(Controls, InFullScreenTheMouseIsGivenOnlyIfAChordTakesItBack) {
    const auto given = [](const char* chords, bool fullscreen, Behaviour behaviour = {}) {
        Stepping stage(behaviour, *Hotkeys::parse(chords));
        stage.now.fullscreen = fullscreen;
        stage.take_steps();
        for (int i = 0; i < 4; ++i) stage.move(100, 100, mouse, 5, 6);
        stage.controls->perform(command::ToggleMouse{});
        const bool by_command = stage.use() == MouseUse::captured;
        stage.controls->let_go();
        for (int i = 0; i < 4; ++i) stage.move(100, 100, mouse, 5, 6);
        stage.click();
        const bool is_given = stage.use() == MouseUse::captured;
        EXPECT_EQ(is_given, by_command);
        const bool told = stage.controls->words().find("The mouse stays here") == 0;
        EXPECT_EQ(told, !is_given) << stage.controls->words();
        // What would say "Click to give the mouse to the guest".
        EXPECT_NE(stage.use(), MouseUse::free_and_moved);
        EXPECT_EQ(stage.sent, Strings{});
        return is_given;
    };
    EXPECT_FALSE(given("none", true));
    EXPECT_FALSE(given("paste=ctrl+alt+v", true));
    EXPECT_TRUE(given("none", false)) << "there is a window manager";
    EXPECT_TRUE(given("menu=ctrl+alt+m", true));
    EXPECT_TRUE(given("mouse=ctrl+alt+m", true));
    EXPECT_TRUE(given("fullscreen=ctrl+alt+m", true));
    EXPECT_TRUE(given("none", true, kiosk())) << "nobody is to leave it";
}

TEST(Controls, LeavingFullScreenTakesTheMouseBack) {
    Stepping stage({}, *Hotkeys::parse("fullscreen=ctrl+alt+f"));
    stage.now.fullscreen = true;
    stage.take_steps();
    stage.click();
    EXPECT_EQ(stage.use(), MouseUse::captured);
    stage.key(SDL_SCANCODE_F, SDLK_f, KMOD_LCTRL | KMOD_LALT);
    EXPECT_EQ(stage.wishes.asked, Strings{"fullscreen"});
    EXPECT_EQ(stage.use(), MouseUse::free);
}

TEST(Controls, AFingerAndTheWheelNeedNoCapture) {
    Stepping stage;
    stage.take_steps();
    stage.move(100, 100, finger, 7, 8);
    stage.click(finger);
    SDL_Event wheel{};
    wheel.type = wheel.wheel.type = SDL_MOUSEWHEEL;
    wheel.wheel.preciseY = 1;
    stage.controls->handle(wheel);
    EXPECT_EQ(stage.pointer(), (Strings{"0 32774,32775", "1 32767,32767", "0 32767,32767",
                                        "8 32767,32767", "0 32767,32767"}));
    EXPECT_EQ(stage.use(), MouseUse::free);
}

TEST(Controls, AFingerInTheCornerGivesNoMouseEither) {
    Stepping stage;
    stage.take_steps();
    stage.button(true, 790, 10, finger);
    stage.button(false, 790, 10, finger);
    EXPECT_EQ(stage.use(), MouseUse::free);
    EXPECT_EQ(stage.pointer(), (Strings{"1 32767,32767", "0 32767,32767"}));
}

TEST(Controls, WhoOnlyLooksGivesNoMouse) {
    Behaviour behaviour;
    behaviour.view_only = true;
    Stepping stage(behaviour);
    stage.take_steps();
    stage.move(100, 100, mouse, 5, 6);
    stage.click();
    EXPECT_EQ(stage.use(), MouseUse::free);
    EXPECT_EQ(stage.sent, Strings{});
}

TEST(Controls, AButtonThatIsHeldWhenTheMouseChangesGoesUpInTheNewOne) {
    Stepping stage;
    stage.button(true, 100, 100, mouse);
    stage.take_steps();
    EXPECT_EQ(stage.pointer(), (Strings{"1 100,100", "0 32767,32767"}));
}

}  // namespace
}  // namespace ecsview::ui
