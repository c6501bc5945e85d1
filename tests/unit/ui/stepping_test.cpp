// SPDX-License-Identifier: GPL-2.0-or-later
// A script that is gone through in the window: who gets what is pressed, and when it closes.
#include "ui/stepping.h"

#include <gtest/gtest.h>

#include "controls_fixture.h"
#include "ui/window.h"

namespace ecsview::ui {
namespace {

struct Stepped : Controlled {
    Stepped() : Controlled(watching()) { session.steps = true; }
    static Behaviour watching() {
        Behaviour behaviour;
        behaviour.view_only = true;
        return behaviour;
    }
};

TEST(Stepping, KeysAndClicksAreWordsForTheScript) {
    Stepped stage;
    stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN);
    stage.key(SDL_SCANCODE_SPACE, SDLK_SPACE);
    stage.button(true, 100, 100, mouse);
    stage.button(false, 100, 100, mouse);
    EXPECT_EQ(stage.asked, (Strings{"next", "next", "next"}));
    stage.key(SDL_SCANCODE_C, SDLK_c);
    stage.key(SDL_SCANCODE_X, SDLK_x);
    stage.key(SDL_SCANCODE_ESCAPE, SDLK_ESCAPE);
    EXPECT_EQ(stage.asked, (Strings{"next", "next", "next", "go on", "stop"}));
    EXPECT_EQ(stage.sent, Strings{}) << "the guest gets nothing of it";
}

TEST(Stepping, AKeyThatIsHeldIsOneWord) {
    Stepped stage;
    stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN);
    stage.key(SDL_SCANCODE_RETURN, SDLK_RETURN, 0, true);
    EXPECT_EQ(stage.asked, (Strings{"next"}));
}

TEST(Stepping, WhileTheMenuIsOpenItGetsWhatIsPressed) {
    Stepped stage;
    stage.controls->perform(command::ToggleMenu{});
    stage.key(SDL_SCANCODE_ESCAPE, SDLK_ESCAPE);
    EXPECT_FALSE(stage.controls->menu_open());
    EXPECT_EQ(stage.asked, Strings{});
}

// The script's end is the window's, whatever becomes of the connection.
TEST(Stepping, TheWindowClosesWithTheScript) {
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    RecordingSession session;
    session.steps = true;
    session.script.goes_on = false;
    WindowOptions options;
    options.title = "i-abc";
    Window window(std::move(options));
    screen::Mailbox mailbox([] {});
    screen::ConsoleState state;
    state.ending = Failure{ExitCode::network, "It is over."};
    mailbox.post(state);
    NoSupervision nobody;
    window.run(mailbox, session, nobody);
    EXPECT_EQ(session.asked.front(), "receive");
}

}  // namespace
}  // namespace ecsview::ui
