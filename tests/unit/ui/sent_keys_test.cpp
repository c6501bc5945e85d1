// SPDX-License-Identifier: GPL-2.0-or-later
// Keys that commands send or hold, the keyboard that is grabbed, and view-only that comes and goes.
#include <gtest/gtest.h>

#include "controls_fixture.h"
#include "ui/input/command_table.h"

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t ctrl = 0xffe3, alt = 0xffe9, super = 0xffeb, print = 0xff61;
const Command hold_ctrl = command::HoldKey{SDL_SCANCODE_LCTRL};
const Command hold_alt = command::HoldKey{SDL_SCANCODE_LALT};

std::string down(std::uint32_t keysym) {
    return rfb::key_event(true, keysym).bytes;
}
std::string up(std::uint32_t keysym) {
    return rfb::key_event(false, keysym).bytes;
}
void press(Controlled& stage, char letter) {
    const auto scancode = static_cast<SDL_Scancode>(SDL_SCANCODE_A + letter - 'a');
    stage.key(scancode, letter);
    stage.key_up(scancode);
}
// As the window does with each turn of its loop.
void tell_situation(Controlled& stage) {
    stage.controls->set_situation(stage.now);
}

TEST(SentKeys, AreThoseOfTheirCommand) {
    Controlled stage({}, {}, "ctrl+shift+esc,alt+sysrq+j");
    stage.controls->perform(row_by_name("alt-tab")->command);
    EXPECT_EQ(stage.sent, (Strings{down(alt), down(0xff09), up(0xff09), up(alt)}));
    stage.sent.clear();
    stage.controls->perform(row_by_name("sysrq-b")->command);
    EXPECT_EQ(stage.sent,
              (Strings{down(alt), down(print), down('b'), up('b'), up(print), up(alt)}));
    stage.sent.clear();
    stage.controls->perform(command::SendOwn{1});
    EXPECT_EQ(stage.sent,
              (Strings{down(alt), down(print), down('j'), up('j'), up(print), up(alt)}));
    stage.sent.clear();
    stage.controls->perform(row_by_name("super")->command);
    EXPECT_EQ(stage.sent, (Strings{down(super), up(super)}));
}

TEST(SentKeys, OfOnesOwnAreNoMoreThanThereAre) {
    Controlled stage({}, {}, "f2");
    stage.controls->perform(command::SendOwn{1});
    EXPECT_TRUE(stage.sent.empty());
}

TEST(HeldKeys, AreDownUntilTheNextKeyAndSaidMeanwhile) {
    Controlled stage;
    stage.controls->perform(hold_ctrl);
    EXPECT_EQ(stage.sent, Strings{down(ctrl)});
    EXPECT_EQ(stage.controls->words(), "Ctrl is down until the next key.");
    press(stage, 'c');
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), down('c'), up('c'), up(ctrl)}));
    EXPECT_EQ(stage.controls->words(), "");
}

TEST(HeldKeys, AreLetGoByTheSameCommand) {
    Controlled stage;
    stage.controls->perform(hold_ctrl);
    stage.controls->perform(hold_ctrl);
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), up(ctrl)}));
}

TEST(HeldKeys, AreForKeysThatACommandSends) {
    Controlled stage;
    stage.controls->perform(hold_ctrl);
    stage.controls->perform(row_by_name("print")->command);
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), down(print), up(print), up(ctrl)}));
}

TEST(HeldKeys, AreForTextThatComesWithoutAKey) {
    Controlled stage;
    stage.controls->perform(hold_ctrl);
    stage.text("x");
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), down('x'), up('x'), up(ctrl)}));
}

TEST(HeldKeys, AreNotDownWhileTheMenuIsOpenOrAfterIt) {
    Controlled stage;
    stage.controls->perform(hold_ctrl);
    stage.controls->perform(command::ToggleMenu{});
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), up(ctrl)}));
    stage.key(SDL_SCANCODE_ESCAPE, SDLK_ESCAPE);
    EXPECT_FALSE(stage.controls->menu_open());
    stage.controls->perform(hold_alt);
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), up(ctrl), down(alt)})) << "that was another time";
}

TEST(HeldKeys, CanBeChosenOneByOneInTheMenu) {
    Controlled stage;
    for (const char row : {'c', 'a'}) {
        stage.controls->perform(command::ShowPage{MenuPage::other_keys});
        stage.key(SDL_SCANCODE_UNKNOWN, row);
    }
    EXPECT_EQ(stage.controls->words(), "Ctrl and Alt are down until the next key.");
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), up(ctrl), down(ctrl), down(alt)}));
    // And one of them can be taken back there.
    stage.controls->perform(command::ShowPage{MenuPage::other_keys});
    tell_situation(stage);
    stage.key(SDL_SCANCODE_UNKNOWN, 'c');
    EXPECT_EQ(stage.controls->words(), "Alt is down until the next key.");
}

TEST(HeldKeys, AreHeldByAChordToo) {
    Controlled stage({}, *Hotkeys::parse("hold-ctrl=super+f1,hold-alt=super+f2"));
    stage.key(SDL_SCANCODE_F1, SDLK_F1, KMOD_LGUI);
    stage.key(SDL_SCANCODE_F2, SDLK_F2, KMOD_LGUI);
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), down(alt)}));
}

TEST(HeldKeys, GoWithTheFocus) {
    Controlled stage;
    stage.controls->perform(hold_ctrl);
    stage.controls->let_go();
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), up(ctrl)}));
    EXPECT_EQ(stage.controls->words(), "");
}

TEST(HeldKeys, GoWithTheConnection) {
    Controlled stage;
    stage.controls->perform(hold_ctrl);
    stage.state.phase = screen::Phase::waiting;
    stage.controls->set_state(stage.state);
    stage.state.phase = screen::Phase::live;
    stage.controls->set_state(stage.state);
    press(stage, 'c');
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), down('c'), up('c')}));
}

TEST(HeldKeys, DoNotComeBackFromAMenuThatSawTheConnectionGo) {
    Controlled stage;
    stage.controls->perform(hold_ctrl);
    stage.controls->perform(command::ShowPage{MenuPage::other_keys});
    stage.state.phase = screen::Phase::waiting;
    stage.controls->set_state(stage.state);
    stage.state.phase = screen::Phase::live;
    stage.controls->set_state(stage.state);
    stage.sent.clear();
    stage.key(SDL_SCANCODE_UNKNOWN, 'a');
    EXPECT_EQ(stage.sent, Strings{down(alt)});
}

TEST(ViewOnly, LetsGoOfAllAndSendsNothingUntilItIsOver) {
    Controlled stage;
    stage.controls->perform(hold_ctrl);
    stage.key(SDL_SCANCODE_A, 'a');
    stage.controls->perform(command::ToggleViewOnly{});
    EXPECT_EQ(stage.sent, (Strings{down(ctrl), down('a'), up('a'), up(ctrl)}));
    EXPECT_NE(stage.controls->words().find("View only"), std::string::npos);
    EXPECT_TRUE(stage.controls->view_only());
    tell_situation(stage);
    press(stage, 'b');
    stage.button(true, 100, 100, mouse);
    stage.controls->perform(row_by_name("print")->command);
    EXPECT_EQ(stage.sent.size(), 4u);
    stage.controls->perform(command::ToggleViewOnly{});
    press(stage, 'b');
    EXPECT_EQ(stage.sent.size(), 6u);
}

TEST(ViewOnly, CanBeEndedThoughItBeganWithTheProgram) {
    Behaviour watching;
    watching.view_only = true;
    Controlled stage(watching);
    press(stage, 'a');
    EXPECT_TRUE(stage.sent.empty());
    stage.controls->perform(command::ToggleViewOnly{});
    tell_situation(stage);
    press(stage, 'a');
    EXPECT_EQ(stage.sent.size(), 2u);
    stage.controls->perform(row_by_name("print")->command);
    EXPECT_EQ(stage.sent.size(), 4u);
}

TEST(Grab, IsSaidWithTheChordThatEndsItAndTheMenuEndsIt) {
    Controlled stage;
    stage.controls->perform(command::ToggleGrab{});
    EXPECT_EQ(stage.wishes.asked, Strings{"grab"});
    EXPECT_EQ(stage.controls->words(), "All keys go to the guest; Ctrl+Alt+M gives them back.");
    stage.controls->perform(command::ToggleMenu{});
    EXPECT_EQ(stage.wishes.asked, (Strings{"grab", "ungrab"}));
}

TEST(Grab, HasAChordOfItsOwnIfOneWants) {
    Controlled stage({}, *Hotkeys::parse("grab=ctrl+alt+g"));
    stage.controls->perform(command::ToggleGrab{});
    EXPECT_NE(stage.controls->words().find("Ctrl+Alt+G"), std::string::npos);
    stage.key(SDL_SCANCODE_G, 'g', KMOD_LCTRL | KMOD_LALT);
    EXPECT_EQ(stage.wishes.asked, (Strings{"grab", "ungrab"}));
}

TEST(Grab, IsGivenBackWithoutAConsole) {
    Controlled stage({}, *Hotkeys::parse("grab=ctrl+alt+g"));
    stage.controls->perform(command::ToggleGrab{});
    stage.now.live = false;
    stage.controls->set_situation(stage.now);
    stage.key(SDL_SCANCODE_G, 'g', KMOD_LCTRL | KMOD_LALT);
    EXPECT_EQ(stage.wishes.asked, (Strings{"grab", "ungrab"}));
}

TEST(Grab, IsNotThereWithoutAWayOut) {
    Controlled stage({}, *Hotkeys::parse("none"));
    stage.controls->perform(command::ToggleGrab{});
    EXPECT_TRUE(stage.wishes.asked.empty());
}

TEST(Grab, EndsWithViewOnlyAndBeforeFullScreen) {
    Controlled stage;
    stage.controls->perform(command::ToggleGrab{});
    stage.controls->perform(command::ToggleFullscreen{});
    EXPECT_EQ(stage.wishes.asked, (Strings{"grab", "ungrab", "fullscreen"}));
    stage.wishes.asked.clear();
    stage.controls->perform(command::ToggleGrab{});
    stage.controls->perform(command::ToggleViewOnly{});
    EXPECT_EQ(stage.wishes.asked, (Strings{"grab", "ungrab", "share"}));
}

// In full screen it has the keyboard by itself, and who only looks needs it for other windows.
TEST(ViewOnly, SharesTheKeyboardOfAFullScreenAndKeepsItAgain) {
    Controlled stage;
    stage.controls->perform(command::ToggleViewOnly{});
    stage.controls->perform(command::ToggleViewOnly{});
    EXPECT_EQ(stage.wishes.asked, (Strings{"share", "keep"}));
}

TEST(News, IsSaidForAWhile) {
    Controlled stage;
    stage.controls->perform(command::ToggleGrab{});
    const auto due = stage.controls->next_deadline();
    ASSERT_TRUE(due);
    stage.controls->act_on_time(*due - 1ms);
    EXPECT_NE(stage.controls->words(), "");
    stage.controls->act_on_time(*due);
    EXPECT_EQ(stage.controls->words(), "");
    EXPECT_FALSE(stage.controls->next_deadline());
}

}  // namespace
}  // namespace ecsview::ui
