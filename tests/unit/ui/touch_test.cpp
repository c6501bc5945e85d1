// SPDX-License-Identifier: GPL-2.0-or-later
// Fingers and the keyboard on the screen, as Controls has them; the window is 800x600, so a finger
// needs 44 pixels and the keyboard has five rows of 48 from 360 on, 15 keys of 53.3 each.
#include "ui/touch.h"

#include <gtest/gtest.h>

#include "controls_fixture.h"

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

struct Touched : Controlled {
    using Controlled::Controlled;
    void finger_event(Uint32 type, double x, double y, int number) {
        SDL_Event event{};
        event.type = event.tfinger.type = type;
        event.tfinger.fingerId = number;
        event.tfinger.x = static_cast<float>((x + 0.5) / width);
        event.tfinger.y = static_cast<float>((y + 0.5) / height);
        controls->handle(event);
    }
    void down(double x, double y, int number = 0) { finger_event(SDL_FINGERDOWN, x, y, number); }
    void to(double x, double y, int number = 0) { finger_event(SDL_FINGERMOTION, x, y, number); }
    void up(double x, double y, int number = 0) { finger_event(SDL_FINGERUP, x, y, number); }
    void tap(double x, double y) {
        down(x, y);
        up(x, y);
    }
    // A key by its column and row; the first of each is 0.
    void tap_key(double column, int row) { tap((column + 0.5) * 53.33, 360 + row * 48 + 24); }
    void ask() {
        state.phase = screen::Phase::handshake;
        state.prompt = screen::PasswordPrompt{1, "This console has a VNC password.", 1};
        controls->set_state(state);
    }
    bool shown() const { return controls->keyboard_shown(); }
    // What key messages say: the lower half of each keysym, and whether it goes down.
    std::string keys() const {
        std::string out;
        for (const auto& bytes : sent) {
            const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
            out += (at(1) ? " +" : " -") + std::to_string(at(6) * 256 + at(7));
        }
        return out;
    }
};

TEST(Touch, ATapIsAClickAndAStrokeADrag) {
    Touched stage;
    stage.down(100, 100);
    EXPECT_EQ(stage.sent, Strings{}) << "nobody knows yet what it is";
    stage.up(100, 100);
    EXPECT_EQ(stage.pointer(), (Strings{"1 100,100", "0 100,100"}));
    stage.sent.clear();
    stage.down(300, 300);
    stage.to(330, 300);
    stage.up(330, 300);
    EXPECT_EQ(stage.pointer(), (Strings{"1 300,300", "1 330,300", "0 330,300"}));
}

TEST(Touch, AFingerThatRestsHoldsTheRightButton) {
    Touched stage;
    stage.down(100, 100);
    ASSERT_TRUE(stage.controls->next_deadline());
    stage.controls->act_on_time(*stage.controls->next_deadline());
    EXPECT_EQ(stage.pointer(), Strings{"4 100,100"});
    EXPECT_FALSE(stage.controls->next_deadline());
    stage.up(100, 100);
    EXPECT_EQ(stage.pointer().back(), "0 100,100");
}

TEST(Touch, TheCornersFingerIsTheMenusAsItWas) {
    Touched stage;
    stage.down(790, 10);
    EXPECT_TRUE(stage.menu_after(CornerPress::rest));
    stage.up(790, 10);
    EXPECT_EQ(stage.sent, Strings{});
    EXPECT_TRUE(stage.controls->menu_open());
    stage.tap(5, 595);
    EXPECT_FALSE(stage.controls->menu_open());
    stage.tap(790, 10);
    EXPECT_EQ(stage.pointer(), (Strings{"1 790,10", "0 790,10"}));
}

TEST(Touch, ThreeFingersOpenTheMenuAndWhatTheyDoThenIsNothing) {
    Touched stage;
    for (int number = 0; number < 3; ++number) stage.down(200 + 100 * number, 300, number);
    EXPECT_TRUE(stage.controls->menu_open());
    stage.to(400, 200, 1);
    for (int number = 0; number < 3; ++number) stage.up(200 + 100 * number, 300, number);
    EXPECT_TRUE(stage.controls->menu_open());
    EXPECT_EQ(stage.sent, Strings{});
}

TEST(Touch, TwoFingersScrollWhereTheyCameDown) {
    Touched stage;
    stage.down(200, 200, 0);
    stage.down(300, 200, 1);
    // A notch is 22 pixels.
    for (const double y : {212, 223, 234, 245}) {
        stage.to(200, y, 0);
        stage.to(300, y, 1);
    }
    EXPECT_EQ(stage.pointer(),
              (Strings{"0 250,212", "8 250,212", "0 250,212", "8 250,212", "0 250,212"}));
}

TEST(Touch, WhatIsEnlargedIsMovedByTwoFingersAndTheMouseMovesItAsItDid) {
    Touched stage;
    stage.down(350, 300, 0);
    stage.down(450, 300, 1);
    stage.to(300, 300, 0);
    stage.to(500, 300, 1);
    EXPECT_EQ(stage.presenter->viewport().picture().width, 2 * width);
    stage.up(300, 300, 0);
    stage.up(500, 300, 1);
    const auto before = stage.presenter->viewport().picture();
    stage.down(200, 200, 0);
    stage.down(300, 200, 1);
    for (const int step : {1, 2}) {
        stage.to(200 + 25 * step, 200 + 15 * step, 0);
        stage.to(300 + 25 * step, 200 + 15 * step, 1);
    }
    EXPECT_EQ(stage.presenter->viewport().picture().x, before.x + 50);
    EXPECT_EQ(stage.presenter->viewport().picture().y, before.y + 30);
    EXPECT_EQ(stage.sent, Strings{});
    stage.up(250, 230, 0);
    stage.up(350, 230, 1);
    stage.move(0, 0, mouse);
    EXPECT_EQ(stage.presenter->viewport().picture().x, 0);
    stage.controls->perform(command::SetScale{ScaleMode::fit});
    EXPECT_TRUE(stage.presenter->viewport().exact()) << "whoever chooses a scale has that";
}

TEST(Touch, AFingerLeavesAPictureThatPansWithTheMouseWhereItIs) {
    Touched stage;
    screen::PictureUpdate update;
    update.framebuffer = std::make_shared<const screen::Framebuffer>();
    update.size = {1600, 1200};
    update.complete = true;
    stage.presenter->take(update);
    stage.presenter->set_mode(ScaleMode::none);
    stage.move(0, 0, mouse);
    stage.sent.clear();
    stage.tap(700, 500);
    EXPECT_EQ(stage.pointer(), (Strings{"1 700,500", "0 700,500"})) << "what was seen there";
}

TEST(Touch, OnAGuestThatTakesStepsAStrokeMovesAndATapClicks) {
    Touched stage;
    stage.take_steps();
    stage.down(100, 100);
    stage.to(130, 90);
    stage.up(130, 90);
    EXPECT_EQ(stage.pointer(), Strings{"0 32797,32757"});
    stage.sent.clear();
    stage.tap(100, 100);
    EXPECT_EQ(stage.pointer(), (Strings{"1 32767,32767", "0 32767,32767"}));
}

TEST(Touch, WhenAnotherWindowGetsTheKeysADragEnds) {
    Touched stage;
    stage.down(100, 100);
    stage.to(200, 100);
    stage.controls->let_go();
    EXPECT_EQ(stage.pointer().back(), "0 200,100");
    stage.to(300, 100);
    stage.up(300, 100);
    EXPECT_EQ(stage.pointer().back(), "0 200,100");
}

TEST(Touch, WhoOnlyLooksSendsNothingAndHasTheMenu) {
    Behaviour behaviour;
    behaviour.view_only = true;
    Touched stage(behaviour);
    stage.tap(100, 100);
    stage.controls->perform(command::ToggleKeyboard{});
    EXPECT_FALSE(stage.shown());
    EXPECT_EQ(stage.sent, Strings{});
    for (int number = 0; number < 3; ++number) stage.down(200 + 100 * number, 300, number);
    EXPECT_TRUE(stage.controls->menu_open());
}

TEST(Touch, TheKeyboardsKeysAreTheGuestsAndTheRestOfTheWindowIsToo) {
    Touched stage;
    stage.controls->perform(command::ToggleKeyboard{});
    ASSERT_TRUE(stage.shown());
    EXPECT_EQ(stage.presenter->viewport().picture().y, -240) << "the last lines are seen";
    stage.down((1.5 + 0.5) * 53.33, 360 + 48 + 24);
    EXPECT_EQ(stage.keys(), " +113") << "q";
    stage.up(0, 0);
    EXPECT_EQ(stage.keys(), " +113 -113");
    stage.sent.clear();
    stage.tap(100, 100);
    EXPECT_EQ(stage.pointer(), (Strings{"1 100,340", "0 100,340"}));
}

TEST(Touch, ShiftAndCtrlAreDownUntilTheNextKey) {
    Touched stage;
    stage.controls->perform(command::ToggleKeyboard{});
    stage.tap_key(0, 4);     // Ctrl
    stage.tap_key(0, 3);     // Shift
    stage.tap_key(2.25, 2);  // s
    stage.tap_key(2.25, 2);
    EXPECT_EQ(stage.keys(), " +65507 +65505 +83 -83 -65505 -65507 +115 -115");
    stage.sent.clear();
    stage.tap_key(0, 4);
    stage.tap_key(0, 4);
    EXPECT_EQ(stage.keys(), " +65507 -65507") << "and by a second tap";
}

// Without scancodes the server finds the key for the character, and its programs would see Alt+@.
TEST(Touch, AltGrIsNotDownWhereTheServerGoesByKeysyms) {
    Touched stage;
    stage.options.guest_layout = *typing::Layout::by_name("de");
    stage.controls->perform(command::ToggleKeyboard{});
    stage.tap_key(10, 4);   // AltGr
    stage.tap_key(1.5, 1);  // q
    EXPECT_EQ(stage.keys(), " +65514 -65514 +64 -64");
}

TEST(Touch, AKeyThatIsHeldRepeatsInTheGuest) {
    Touched stage;
    stage.controls->perform(command::ToggleKeyboard{});
    stage.down((1.5 + 0.5) * 53.33, 360 + 48 + 24);
    for (int i = 0; i < 2; ++i) stage.controls->act_on_time(*stage.controls->next_deadline());
    EXPECT_EQ(stage.keys(), " +113 +113 +113");
    stage.controls->let_go();
    EXPECT_EQ(stage.keys(), " +113 +113 +113 -113");
    EXPECT_FALSE(stage.controls->next_deadline());
}

TEST(Touch, TheMousePressesTheKeysAsWell) {
    Touched stage;
    stage.controls->perform(command::ToggleKeyboard{});
    const int x = 107, y = 432;
    stage.move(x, y, mouse);
    const auto picture = stage.presenter->viewport().picture();
    stage.sent.clear();
    stage.button(true, x, y, mouse);
    EXPECT_EQ(stage.keys(), " +113");
    stage.button(false, 5, 5, mouse);
    EXPECT_EQ(stage.keys(), " +113 -113");
    EXPECT_EQ(stage.presenter->viewport().picture(), picture) << "it does not pan there";
}

TEST(Touch, TheMenuPutsTheKeyboardAwayForAsLongAsItIsOpen) {
    Touched stage;
    stage.controls->perform(command::ToggleKeyboard{});
    stage.down((1.5 + 0.5) * 53.33, 360 + 48 + 24);
    stage.controls->perform(command::ToggleMenu{});
    EXPECT_FALSE(stage.shown());
    EXPECT_EQ(stage.keys(), " +113 -113");
    stage.up(0, 0);
    stage.controls->perform(command::CloseMenu{});
    EXPECT_TRUE(stage.shown());
    stage.controls->perform(command::ToggleKeyboard{});
    EXPECT_FALSE(stage.shown());
    EXPECT_EQ(stage.presenter->viewport().picture().y, 0);
}

TEST(Touch, ALostConnectionPutsTheKeyboardAwayAndThePromptHasIt) {
    Touched stage;
    stage.controls->perform(command::ToggleKeyboard{});
    stage.state.phase = screen::Phase::waiting;
    stage.controls->set_state(stage.state);
    EXPECT_FALSE(stage.shown());
    stage.ask();
    EXPECT_TRUE(stage.shown());
}

TEST(Touch, APromptHasTheKeyboardWhereAFingerWasUsedLastAndItGoesWithIt) {
    Touched stage;
    stage.tap(100, 100);
    stage.ask();
    EXPECT_TRUE(stage.shown());
    stage.sent.clear();
    stage.tap_key(0, 3);    // Shift
    stage.tap_key(1.5, 1);  // Q
    stage.tap_key(1.5, 1);  // q
    stage.tap_key(2, 0);    // 1
    EXPECT_EQ(stage.controls->prompt().characters(), 3u);
    stage.tap_key(14, 0);  // backspace
    EXPECT_EQ(stage.controls->prompt().characters(), 2u);
    stage.tap_key(13, 2);  // Enter
    EXPECT_EQ(stage.asked, Strings{"password Qq"});
    EXPECT_EQ(stage.sent, Strings{});
    stage.state.phase = screen::Phase::live;
    stage.state.prompt.reset();
    stage.controls->set_state(stage.state);
    EXPECT_FALSE(stage.shown());
}

TEST(Touch, APromptOfAMouseHasItWhenItIsTouched) {
    Touched stage;
    stage.tap(100, 100);
    stage.button(true, 100, 100, mouse);
    stage.button(false, 100, 100, mouse);
    stage.ask();
    EXPECT_FALSE(stage.shown());
    stage.tap(400, 200);
    EXPECT_TRUE(stage.shown());
    stage.tap(14.5 * 53.33, 360 + 4 * 48 + 24);  // Hide
    EXPECT_FALSE(stage.shown());
}

TEST(Touch, AKiosksPersonHasTheKeyboardAndNoMore) {
    Touched stage(kiosk());
    for (int number = 0; number < 3; ++number) stage.down(200 + 100 * number, 300, number);
    const MenuView menu = stage.controls->menu({});
    std::vector<std::string> labels;
    for (const MenuItem& item : menu.items) labels.push_back(item.label);
    EXPECT_EQ(std::ranges::count(labels, "Keyboard on the screen"), 1);
    EXPECT_EQ(std::ranges::count(labels, "Quit ecsview"), 0);
    stage.controls->perform(command::ToggleKeyboard{});
    EXPECT_TRUE(stage.shown());
}

}  // namespace
}  // namespace ecsview::ui
