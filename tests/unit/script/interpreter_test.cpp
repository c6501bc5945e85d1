// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/interpreter.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "script/parser.h"

namespace ecsview::script {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// A script at a console that is played: its clock, its screen.
class ScriptInterpreterTest : public testing::Test {
protected:
    ScriptInterpreterTest() {
        view.live = true;
        view.size = {640, 400};
        view.text = [this] {
            ++looks;
            return has_text ? &lines : nullptr;
        };
    }

    void begin(std::string_view text) {
        auto parsed = parse(text, "s");
        ASSERT_TRUE(parsed) << parsed.failure().sentence;
        script = std::move(*parsed);
        interpreter.emplace(script, 30s, [this](const Event& event) {
            const char* kinds[] = {"begin", "end", "fail"};
            events.push_back(std::string(kinds[static_cast<int>(event.kind)]) + " " +
                             std::to_string(event.step.line) + " " +
                             std::string(event.step.command));
            took = event.took;
        });
    }
    Order next() { return interpreter->next(view, now); }
    // The command of the step that is to be carried out; "": none is.
    std::string carry() {
        const auto order = next();
        const auto* step = std::get_if<Carry>(&order);
        return step == nullptr ? "" : std::string(step->step->command);
    }
    bool rests() { return std::holds_alternative<Rest>(next()); }
    Ended ended() {
        const auto order = next();
        if (const auto* end = std::get_if<Ended>(&order)) return *end;
        ADD_FAILURE() << "it is not over";
        return {};
    }
    void passes(Milliseconds time) { now += time; }

    Script script;
    std::optional<Interpreter> interpreter;
    View view;
    TimePoint now{100h};
    std::string lines = "web-01 login:\n";
    bool has_text = true;
    int looks = 0;
    std::vector<std::string> events;
    Milliseconds took{0};
};

TEST_F(ScriptInterpreterTest, ARegionIsLookedFor) {
    bool there = false;
    std::string asked;
    view.region = [&](const Region& region) {
        asked = region.file + " " + std::to_string(region.at.x) + "," + std::to_string(region.at.y);
        return there;
    };
    begin("wait region a.png 3 4 10s\nif region b.png 0 0\nexit 20\nend");
    EXPECT_TRUE(rests());
    EXPECT_EQ(asked, "a.png 3,4");
    there = true;
    EXPECT_EQ(ended().code, 20);
    there = false;
    begin("expect region c.png 1 1");
    auto end = ended();
    EXPECT_EQ(end.failure->code, ExitCode::no_text);
    EXPECT_THAT(end.failure->sentence, HasSubstr("does not show the picture of c.png there"));
    begin("wait region d.png 1 1 1s");
    EXPECT_TRUE(rests());
    passes(1s);
    end = ended();
    EXPECT_EQ(end.failure->code, ExitCode::out_of_time);
    EXPECT_THAT(end.failure->sentence, HasSubstr("did not show the picture of d.png in 1s"));
}

TEST_F(ScriptInterpreterTest, APartOfThePictureLiesWithinIt) {
    begin("shot a.png 630 390 10 10\nshot b.png 631 390 10 10");
    EXPECT_EQ(carry(), "shot");
    interpreter->finished(now);
    EXPECT_THAT(ended().failure->sentence, HasSubstr("outside of the screen, which has 640x400"));
}

TEST_F(ScriptInterpreterTest, AStateIsLookedFor) {
    auto state = screen::ScreenState::boot;
    view.state = [&] { return state; };
    begin("wait state login 10s\nif state panic\nexit 20\nelse\nexpect state login\nend");
    EXPECT_TRUE(rests());
    state = screen::ScreenState::login;
    EXPECT_EQ(ended().code, 0);
    begin("if state login\nexit 20\nend");
    EXPECT_EQ(ended().code, 20);
    begin("expect state panic");
    EXPECT_THAT(ended().failure->sentence, HasSubstr("does not show the state panic; look"));
    begin("wait state panic 1s");
    EXPECT_TRUE(rests());
    passes(1s);
    EXPECT_THAT(ended().failure->sentence, HasSubstr("did not show the state panic in 1s"));
}

TEST_F(ScriptInterpreterTest, AWaitEndsWithItsText) {
    begin("wait \"$\" 10s\nsay \"here\"");
    EXPECT_TRUE(rests());
    EXPECT_EQ(interpreter->due(), now + 10s);
    passes(9999ms);
    lines = "root@web-01:~$\n";
    EXPECT_EQ(carry(), "say");
    interpreter->finished(now);
    EXPECT_EQ(ended().code, 0);
    EXPECT_FALSE(ended().failure);
    EXPECT_THAT(events, ElementsAre("begin 1 wait", "end 1 wait", "begin 2 say", "end 2 say"));
}

TEST_F(ScriptInterpreterTest, AWaitThatIsTooLateSaysWhere) {
    begin("wait \"web\"\n\nwait \"pass\\nword\" 1500ms");
    EXPECT_TRUE(rests());
    passes(1500ms);
    const auto end = ended();
    EXPECT_EQ(end.code, 12);
    EXPECT_EQ(end.failure->code, ExitCode::out_of_time);
    EXPECT_THAT(end.failure->sentence,
                StartsWith("s:3: The screen did not show \"pass?word\" in 1500ms; "));
    EXPECT_THAT(events, ElementsAre("begin 1 wait", "end 1 wait", "begin 3 wait", "fail 3 wait"));
    EXPECT_EQ(took, 1500ms);
}

TEST_F(ScriptInterpreterTest, ATextThatComesAtTheLastMomentCounts) {
    begin("wait \"$\" 10s");
    EXPECT_TRUE(rests());
    passes(10s);
    lines = "$\n";
    EXPECT_FALSE(ended().failure);
}

TEST_F(ScriptInterpreterTest, WithoutATimeOfItsOwnAWaitHasTheLastTimeout) {
    begin("timeout 5s\nif \"nowhere\"\ntimeout 9s\nend\nwait \"$\"");
    EXPECT_TRUE(rests());
    EXPECT_EQ(interpreter->due(), now + 5s);
    begin("wait \"$\"");
    EXPECT_TRUE(rests());
    EXPECT_EQ(interpreter->due(), now + 30s);
}

TEST_F(ScriptInterpreterTest, APictureWithoutTextHasNone) {
    has_text = false;
    begin("if \"login\"\nexit 1\nend\nexpect \"login\"");
    const auto end = ended();
    EXPECT_EQ(end.code, 13);
    EXPECT_THAT(end.failure->sentence, StartsWith("s:4: The screen does not show \"login\""));
}

TEST_F(ScriptInterpreterTest, QuietIsCountedFromTheStepOn) {
    view.still_since = now - 1h;
    begin("wait quiet 2s");
    EXPECT_TRUE(rests());
    EXPECT_EQ(interpreter->due(), now + 2s);
    passes(1999ms);
    EXPECT_TRUE(rests());
    view.still_since = now;  // something moved
    EXPECT_TRUE(rests());
    EXPECT_EQ(interpreter->due(), now + 2s);
    passes(2s);
    EXPECT_FALSE(ended().failure);
    EXPECT_EQ(looks, 0);
}

TEST_F(ScriptInterpreterTest, WhatNeverIsQuietIsTold) {
    begin("wait quiet 2s 5s");
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(rests()) << i;
        passes(1s);
        view.still_since = now;
    }
    const auto end = ended();
    EXPECT_EQ(end.code, 12);
    EXPECT_THAT(end.failure->sentence, HasSubstr("not quiet for 2s within 5s"));
    begin("wait quiet 2s 3s");
    EXPECT_TRUE(rests());
    passes(2s);
    view.still_since = now;
    EXPECT_TRUE(rests());
    EXPECT_EQ(interpreter->due(), now + 1s);  // then it is too late
}

TEST_F(ScriptInterpreterTest, QuietThatIsLongerThanTheTimeoutHasItsTime) {
    begin("wait quiet 40s");
    EXPECT_TRUE(rests());
    EXPECT_EQ(interpreter->due(), now + 40s);
    passes(40s);
    EXPECT_FALSE(ended().failure);
}

TEST_F(ScriptInterpreterTest, ExpectFailsAtOnce) {
    begin("expect \"login\"\nexpect \"pass\"");
    const auto end = ended();
    EXPECT_EQ(end.code, 13);
    EXPECT_EQ(end.failure->code, ExitCode::no_text);
    EXPECT_THAT(end.failure->sentence, StartsWith("s:2: The screen does not show \"pass\"; "));
    EXPECT_EQ(events.back(), "fail 2 expect");
}

TEST_F(ScriptInterpreterTest, AnIfTakesOneOfItsParts) {
    begin("if \"login\"\nif \"pass\"\nexit 20\nelse\nexit 21\nend\nelse\nexit 22\nend\nexit 23");
    EXPECT_EQ(ended().code, 21);
    EXPECT_THAT(events, ElementsAre("begin 1 if", "end 1 if", "begin 2 if", "end 2 if",
                                    "begin 5 exit", "end 5 exit"));
    lines = "login pass\n";
    interpreter.emplace(script, 30s, [](const Event&) {});
    EXPECT_EQ(ended().code, 20);
    lines = "\n";
    interpreter.emplace(script, 30s, [](const Event&) {});
    EXPECT_EQ(ended().code, 22);
}

TEST_F(ScriptInterpreterTest, BehindAPartItGoesOnBehindTheEnd) {
    begin("if \"login\"\nsay \"a\"\nelse\nsay \"b\"\nend\nexit 23");
    EXPECT_EQ(carry(), "say");
    interpreter->finished(now);
    EXPECT_EQ(ended().code, 23);
    EXPECT_THAT(events, testing::Not(testing::Contains(HasSubstr("else"))));
}

TEST_F(ScriptInterpreterTest, AStepIsCarriedOutUntilItIsFinished) {
    begin("sleep 1s\ntype \"a\"\nsay \"b\"");
    EXPECT_TRUE(rests());
    passes(1s);
    events.clear();
    EXPECT_EQ(carry(), "type");
    EXPECT_EQ(carry(), "type");
    EXPECT_FALSE(interpreter->due());
    passes(700ms);
    interpreter->finished(now);
    EXPECT_EQ(took, 700ms);
    EXPECT_THAT(events, ElementsAre("end 1 sleep", "begin 2 type", "end 2 type"));
}

TEST_F(ScriptInterpreterTest, AGuestGetsTimeAfterEachInput) {
    for (const char* input : {"type \"a\"", "press esc", "move 1 1", "click 1 1"}) {
        begin(std::string(input) + "\nsay \"b\"");
        EXPECT_NE(carry(), "");
        interpreter->finished(now);
        EXPECT_TRUE(rests()) << input;
        EXPECT_EQ(interpreter->due(), now + Interpreter::after_input) << input;
        passes(Interpreter::after_input);
        EXPECT_EQ(carry(), "say") << input;
    }
    begin("shot a\nsay \"b\"");
    EXPECT_EQ(carry(), "shot");
    interpreter->finished(now);
    EXPECT_EQ(carry(), "say");
}

TEST_F(ScriptInterpreterTest, ASleepIsAsLongAsItSays) {
    view.live = false;  // it needs no console
    begin("sleep 90s\nexit 20");
    EXPECT_TRUE(rests());
    EXPECT_EQ(interpreter->due(), now + 90s);
    passes(89'999ms);
    EXPECT_TRUE(rests());
    passes(1ms);
    EXPECT_EQ(ended().code, 20);
}

TEST_F(ScriptInterpreterTest, WhatCannotBeDoneEndsIt) {
    begin("say \"a\"\nshot a\nexit 0");
    EXPECT_EQ(carry(), "say");
    interpreter->finished(now);
    EXPECT_EQ(carry(), "shot");
    const auto end = interpreter->failed({ExitCode::usage, "The disk is full."}, now);
    EXPECT_EQ(end.code, 2);
    EXPECT_EQ(end.failure->sentence, "s:2: The disk is full.");
    EXPECT_EQ(events.back(), "fail 2 shot");
}

TEST_F(ScriptInterpreterTest, AnEndBehindTheLastStepIsNone) {
    begin("say \"a\"");
    EXPECT_EQ(carry(), "say");
    interpreter->finished(now);
    EXPECT_FALSE(interpreter->failed({ExitCode::network, "It is gone."}, now).failure);
    EXPECT_EQ(interpreter->failed({ExitCode::network, "It is gone."}, now).code, 0);
}

TEST_F(ScriptInterpreterTest, AnEndBetweenTwoStepsIsThatOfTheNext) {
    begin("say \"a\"\nsay \"b\"");
    EXPECT_EQ(carry(), "say");
    interpreter->finished(now);
    passes(5s);
    EXPECT_THAT(interpreter->failed({ExitCode::network, "It is gone."}, now).failure->sentence,
                StartsWith("s:2: "));
    EXPECT_EQ(took, 0ms);
}

// ---- the console is lost
// -------------------------------------------------------------------------

TEST_F(ScriptInterpreterTest, AWaitGoesOnWhenTheConsoleIsBack) {
    begin("wait \"$\" 10s");
    view.live = false;
    EXPECT_TRUE(rests());
    EXPECT_EQ(looks, 0);
    passes(9s);
    view.live = true;
    EXPECT_TRUE(rests());
    lines = "$\n";
    EXPECT_FALSE(ended().failure);
}

TEST_F(ScriptInterpreterTest, AConsoleThatStaysAwayIsNoTextThatIsLate) {
    view.live = false;
    view.loss = "Nothing comes any more.";
    for (const char* line : {"wait \"$\"", "wait quiet 1s", "type \"a\"", "press esc", "click 1 1",
                             "move 1 1", "shot a", "text -", "expect \"$\"", "if \"$\"\nend"}) {
        begin(line);
        EXPECT_TRUE(rests()) << line;
        EXPECT_EQ(interpreter->due(), now + 30s) << line;
        passes(30s);
        const auto end = ended();
        EXPECT_EQ(end.code, 5) << line;
        EXPECT_THAT(end.failure->sentence, StartsWith("s:1: The console was lost")) << line;
        EXPECT_THAT(end.failure->sentence, testing::EndsWith(". Nothing comes any more.")) << line;
    }
    EXPECT_EQ(looks, 0);
}

TEST_F(ScriptInterpreterTest, WhatNeedsNoConsoleGoesOnWithoutOne) {
    view.live = false;
    begin("say \"a\"\ntimeout 5s\nexit 20");
    EXPECT_EQ(carry(), "say");
    interpreter->finished(now);
    EXPECT_EQ(ended().code, 20);
}

// ---- the pointer
// ---------------------------------------------------------------------------------

TEST_F(ScriptInterpreterTest, APlaceLiesOnTheScreen) {
    begin("click 639 399");
    EXPECT_EQ(carry(), "click");
    for (const char* line : {"click 640 0", "click 0 400", "move 640 0"}) {
        begin(line);
        const auto end = ended();
        EXPECT_EQ(end.code, 2);
        EXPECT_THAT(end.failure->sentence, HasSubstr("640x400")) << line;
    }
}

TEST_F(ScriptInterpreterTest, AMouseThatTakesStepsHasNoPlace) {
    view.pointer_steps = true;
    for (const char* line : {"click 1 1", "move 1 1"}) {
        begin(line);
        EXPECT_THAT(ended().failure->sentence, HasSubstr("tablet")) << line;
    }
}

// Somebody may say for each step that it may begin; an else is none.
TEST(Interpreter, AStepBeginsWhenItMay) {
    const auto script = parse("timeout 1s\nif \"x\"\nexit 21\nelse\nexit 22\nend", "s");
    ASSERT_TRUE(script);
    Interpreter interpreter(*script, Milliseconds(1000), [](const Event&) {});
    int may = 0;
    View view;
    view.live = true;
    view.may_begin = [&] { return may-- > 0; };
    const auto line = [&] {
        may = 1;
        EXPECT_TRUE(std::holds_alternative<Rest>(interpreter.next(view, {})));
        EXPECT_TRUE(interpreter.comes_next());
        return interpreter.at()->line;
    };
    may = 0;
    EXPECT_TRUE(std::holds_alternative<Rest>(interpreter.next(view, {})));
    EXPECT_EQ(interpreter.at()->line, 1);
    EXPECT_EQ(line(), 2);
    EXPECT_EQ(line(), 5);
    may = 1;
    EXPECT_EQ(std::get<Ended>(interpreter.next(view, {})).code, 22);
}

}  // namespace
}  // namespace ecsview::script
