// SPDX-License-Identifier: GPL-2.0-or-later
#include "script_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "script/parser.h"

namespace ecsview {
namespace {

using namespace std::chrono_literals;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

// A script that somebody goes through, at a console with a black screen.
class ScriptStepsTest : public testing::Test {
protected:
    void begin(std::string_view text) {
        script = std::move(*script::parse(text, "s"));
        running.emplace(script, options);
        running->gate() = script::Gate::closed();
        running->prepare([this](rfb::ClientMessage message) { sent.push_back(message.bytes); },
                         [](const std::string&) {}, now() + 1h, {});
        steps.emplace(*running);
    }
    void show() {
        screen::Mailbox::Delivery delivery;
        delivery.state = live();
        delivery.picture.emplace();
        delivery.picture->framebuffer = std::make_shared<const screen::Framebuffer>();
        delivery.picture->size = {64, 64};
        delivery.picture->resized = delivery.picture->complete = true;
        delivery.picture->damage.add({0, 0, 64, 64});
        steps->receive(delivery);
    }
    static screen::ConsoleState live() {
        screen::ConsoleState state;
        state.phase = screen::Phase::live;
        state.clipboard.session = 1;
        state.clipboard.settled = true;
        return state;
    }
    static ui::Stepping::TimePoint now() { return std::chrono::steady_clock::now(); }
    // As long as there is something to do at once.
    bool act() {
        bool goes_on = steps->act(later += 1s);
        for (int i = 0; goes_on && i < 20; ++i) goes_on = steps->act(later += 1s);
        return goes_on;
    }

    options::Options options;
    script::Script script;
    std::optional<ScriptRun> running;
    std::optional<ScriptSteps> steps;
    std::vector<std::string> sent;
    ui::Stepping::TimePoint later = now();
};

TEST_F(ScriptStepsTest, ShowsEachCommandAndWaitsForAWord) {
    begin("# a comment\npress enter\n\n  timeout 5s   # why\nexit 23");
    EXPECT_EQ(steps->words(), "The script begins with the first picture.");
    EXPECT_TRUE(act());
    show();
    EXPECT_TRUE(act());
    EXPECT_THAT(steps->words(), StartsWith("Line 2: press enter (Enter: does it"));
    EXPECT_TRUE(sent.empty());
    EXPECT_FALSE(steps->due(later)) << "nothing is to be done before somebody says so";
    steps->next();
    EXPECT_TRUE(act());
    EXPECT_FALSE(sent.empty());
}

TEST_F(ScriptStepsTest, TheEndIsSeenToo) {
    begin("timeout 5s\nexit 23");
    show();
    act();
    steps->next();
    act();
    EXPECT_THAT(steps->words(), StartsWith("Line 2: exit 23 ("));
    EXPECT_FALSE(steps->ended());
    steps->next();
    EXPECT_TRUE(act());
    EXPECT_EQ(steps->words(), "The script has ended with code 23; Enter closes.");
    ASSERT_TRUE(steps->ended());
    EXPECT_EQ(steps->ended()->code, 23);
    steps->next();
    EXPECT_FALSE(act());
}

TEST_F(ScriptStepsTest, GoesOnWithoutStopping) {
    begin("timeout 5s\ntimeout 6s\nexit 20");
    show();
    act();
    steps->go_on();
    EXPECT_FALSE(act()) << "at its end the window closes";
    EXPECT_EQ(steps->ended()->code, 20);
}

TEST_F(ScriptStepsTest, WhatHasGoneWrongStandsThereUntilItWasSeen) {
    begin("timeout 5s\nexpect \"login:\"\nexit 0");
    show();
    act();
    steps->go_on();
    EXPECT_TRUE(act());
    EXPECT_THAT(steps->words(), StartsWith("s:2: The screen does not show \"login:\""));
    EXPECT_THAT(steps->words(), EndsWith(" Enter closes the window."));
    EXPECT_EQ(steps->ended()->code, static_cast<int>(ExitCode::no_text));
    EXPECT_FALSE(steps->due(later));
    steps->next();
    EXPECT_FALSE(act());
}

TEST_F(ScriptStepsTest, StopsWhereItIs) {
    begin("timeout 5s\nexit 1");
    show();
    act();
    steps->stop();
    EXPECT_FALSE(act());
    EXPECT_FALSE(steps->ended());
}

TEST_F(ScriptStepsTest, AStepThatWaitsIsBeingDone) {
    begin("sleep 2m\nexit 1");
    show();
    act();
    steps->next();
    steps->act(later);
    EXPECT_EQ(steps->words(), "Line 1: sleep 2m (is being done)");
    ASSERT_TRUE(steps->due(later));
    screen::Mailbox::Delivery lost;
    lost.state.phase = screen::Phase::waiting;
    steps->receive(lost);
    EXPECT_EQ(steps->words(), "Line 1: sleep 2m (the console is away, and is waited for)");
}

TEST_F(ScriptStepsTest, WhatIsTypedUnseenIsNotShown) {
    begin("type no-echo \"geheim\\n\"");
    show();
    act();
    EXPECT_THAT(steps->words(), StartsWith("Line 1: type no-echo \"…\" ("));
    EXPECT_THAT(steps->words(), Not(HasSubstr("geheim")));
}

// An else is no command of anybody's.
TEST_F(ScriptStepsTest, GoesTheWayThatAnIfTakes) {
    begin("if \"there\"\n  exit 1\nelse\n  exit 22\nend");
    show();
    act();
    EXPECT_THAT(steps->words(), StartsWith("Line 1: if \"there\" ("));
    steps->next();
    act();
    EXPECT_THAT(steps->words(), StartsWith("Line 4: exit 22 ("));
}

// A hundred pictures a second are no reason to read them all.
TEST_F(ScriptStepsTest, LooksTenTimesASecondAtMost) {
    begin("wait \"never\" 10m");
    show();
    act();
    steps->next();
    act();
    show();
    EXPECT_EQ(steps->due(later + 1ms), later + 100ms);
    steps->next();  // what somebody says is done at once
    steps->act(later + 1ms);
    EXPECT_NE(steps->due(later + 2ms), later + 100ms);
}

}  // namespace
}  // namespace ecsview
