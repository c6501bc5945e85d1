// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ecsview::script {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

Script good(std::string_view text) {
    auto script = parse(text, "s");
    if (script) return std::move(*script);
    ADD_FAILURE() << script.failure().sentence;
    return {};
}

template <class Kind>
Kind only(std::string_view line) {
    auto script = good(line);
    EXPECT_EQ(script.steps.size(), 1u) << line;
    return std::move(std::get<Kind>(script.steps.at(0).action));
}

// Its sentence, which is one, and says where.
std::string bad(std::string_view text, int line = 1) {
    const auto script = parse(text, "s");
    if (script) {
        ADD_FAILURE() << text << " is taken";
        return {};
    }
    const auto& failure = script.failure();
    EXPECT_EQ(failure.code, ExitCode::usage);
    const std::string place = "s:" + std::to_string(line) + ": ";
    EXPECT_THAT(failure.sentence, testing::StartsWith(place)) << text;
    EXPECT_THAT(failure.sentence, testing::MatchesRegex("[^\n]*[;,] [^\n]*[^.]\\.")) << text;
    return failure.sentence;
}

// ---- what is taken
// -------------------------------------------------------------------------------

TEST(ScriptParser, AStateIsLookedForAsATextIs) {
    using enum screen::ScreenState;
    EXPECT_EQ(only<WaitSight>("wait state login").sight, Sight(login));
    EXPECT_EQ(only<WaitSight>("wait state bluescreen 10s").patience, 10s);
    EXPECT_EQ(only<Expect>("expect state running").sight, Sight(running));
    EXPECT_EQ(only<WaitSight>("wait \"state\"").sight, Sight("state"));
}

TEST(ScriptParser, ARegionIsAFileAndAPlace) {
    const Region region{"a b.png", {3, 8191}};
    EXPECT_EQ(only<WaitSight>("wait region \"a b.png\" 3 8191").sight, Sight(region));
    EXPECT_EQ(only<WaitSight>("wait region x.png 0 0 10s").patience, 10s);
    EXPECT_EQ(only<Expect>("expect region \"a b.png\" 3 8191").sight, Sight(region));
    EXPECT_EQ(only<WaitSight>("wait \"region\"").sight, Sight("region"));
}

TEST(ScriptParser, APartOfThePictureIsAPlaceAndASize) {
    EXPECT_FALSE(only<TakeShot>("shot now.png").part);
    EXPECT_EQ(only<TakeShot>("shot now.png 1 2 3 8192").part, (screen::DesktopRect{1, 2, 3, 8192}));
}

TEST(ScriptParser, EachCommandIsAStep) {
    EXPECT_EQ(only<WaitSight>("wait \"login:\"").sight, Sight("login:"));
    EXPECT_FALSE(only<WaitSight>("wait \"login:\"").patience);
    EXPECT_EQ(only<WaitSight>("wait \"login:\" 10s").patience, 10s);
    EXPECT_EQ(only<WaitQuiet>("wait quiet 2s").quiet, 2s);
    EXPECT_FALSE(only<WaitQuiet>("wait quiet 2s").patience);
    EXPECT_EQ(only<WaitQuiet>("wait quiet 500ms 2m").patience, 2min);
    EXPECT_EQ(only<WaitQuiet>("wait quiet 2s 2s").patience, 2s);
    EXPECT_EQ(only<Type>("type \"ls -l\\n\"").text.reveal(), "ls -l\n");
    EXPECT_TRUE(only<Type>("type \"ls\"").echo);
    EXPECT_FALSE(only<Type>("type no-echo \"secret\"").echo);
    EXPECT_EQ(only<Move>("move 0 8191").at, (screen::DesktopPoint{0, 8191}));
    EXPECT_EQ(only<Click>("click 640 400").at, (screen::DesktopPoint{640, 400}));
    EXPECT_EQ(only<Click>("click 640 400").button, 1);
    EXPECT_EQ(only<Click>("click 0 0 left").button, 1);
    EXPECT_EQ(only<Click>("click 0 0 middle").button, 2);
    EXPECT_EQ(only<Click>("click 0 0 right").button, 4);
    EXPECT_EQ(only<TakeShot>("shot now.png").file, "now.png");
    EXPECT_EQ(only<TakeShot>("shot \"two words.png\"").file, "two words.png");
    EXPECT_EQ(only<ReadText>("text -").file, "-");
    EXPECT_EQ(only<Expect>("expect \"#\"").sight, Sight("#"));
    EXPECT_EQ(only<Sleep>("sleep 1s").time, 1s);
    EXPECT_EQ(only<Say>("say \"done: \\\"all\\\"\"").words, "done: \"all\"");
    EXPECT_EQ(only<Say>("say \"\"").words, "");
    EXPECT_EQ(only<Timeout>("timeout 60s").time, 60s);
    EXPECT_EQ(only<Exit>("exit").code, 0);
    for (const int code : {0, 1, 20, 125})
        EXPECT_EQ(only<Exit>("exit " + std::to_string(code)).code, code);
}

TEST(ScriptParser, ALineMayPressSeveralChords) {
    const auto script = good("press ctrl+alt+f2 Enter");
    ASSERT_EQ(script.steps.size(), 2u);
    EXPECT_EQ(std::get<Press>(script.steps[0].action).keys,
              ui::parse_own_chord("ctrl+alt+f2")->keys);
    EXPECT_EQ(std::get<Press>(script.steps[1].action).keys, ui::parse_own_chord("enter")->keys);
    EXPECT_EQ(script.steps[1].line, 1);
    EXPECT_EQ(script.steps[1].command, "press");
}

TEST(ScriptParser, LinesAreCountedAndCommentsAreNone) {
    const auto script =
        good("\xef\xbb\xbf# first\r\n\n  wait \"#x\" # then\n\tsay \"a\"\t#why\r\nshot a#b");
    ASSERT_EQ(script.steps.size(), 3u);
    EXPECT_EQ(std::get<WaitSight>(script.steps[0].action).sight, Sight("#x"));
    EXPECT_EQ(script.steps[0].line, 3);
    EXPECT_EQ(std::get<Say>(script.steps[1].action).words, "a");
    EXPECT_EQ(std::get<TakeShot>(script.steps[2].action).file, "a#b");
    EXPECT_EQ(script.steps[2].line, 5);
}

TEST(ScriptParser, ATextMayHaveAnyLetter) {
    EXPECT_EQ(only<WaitSight>("wait \"\xc3\xa9\xe4\xb8\xad # \\\\ \\t|\"").sight,
              Sight("\xc3\xa9\xe4\xb8\xad # \\ \t|"));
}

// The screen's lines have no blanks at their ends.
TEST(ScriptParser, BlanksAtTheEndOfWhatIsLookedForDoNotCount) {
    EXPECT_EQ(only<WaitSight>("wait \"login: \"").sight, Sight("login:"));
    EXPECT_EQ(only<Expect>("expect \" $  \"").sight, Sight(" $"));
    EXPECT_EQ(only<Type>("type \"a \"").text.reveal(), "a ");
}

TEST(ScriptParser, AnIfLeadsBehindItsPart) {
    const auto script = good(
        "if \"a\"\n"       // 0
        "  say \"1\"\n"    // 1
        "else\n"           // 2
        "  if \"b\"\n"     // 3
        "    say \"2\"\n"  // 4
        "  end\n"
        "end\n"
        "say \"3\"\n");  // 5
    ASSERT_EQ(script.steps.size(), 6u);
    EXPECT_EQ(std::get<If>(script.steps[0].action).otherwise, 3u);
    EXPECT_EQ(std::get<Jump>(script.steps[2].action).to, 5u);
    EXPECT_EQ(std::get<If>(script.steps[3].action).otherwise, 5u);
    EXPECT_EQ(script.steps[5].line, 8);
}

TEST(ScriptParser, AnIfMayBeEmptyAndTheLast) {
    const auto script = good("if \"a\"\nelse\nend");
    ASSERT_EQ(script.steps.size(), 2u);
    EXPECT_EQ(std::get<If>(script.steps[0].action).otherwise, 2u);
    EXPECT_EQ(std::get<Jump>(script.steps[1].action).to, 2u);
}

std::string nested(std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "if \"a\"\n";
    for (std::size_t i = 0; i < depth; ++i) text += "end\n";
    return text;
}

TEST(ScriptParser, IfsNestAsDeepAsAllowed) {
    EXPECT_EQ(good(nested(most_open_ifs)).steps.size(), most_open_ifs);
    EXPECT_THAT(bad(nested(most_open_ifs + 1), most_open_ifs + 1), HasSubstr("More than 16"));
}

// ---- what is refused
// -----------------------------------------------------------------------------

struct Mistake {
    const char* line;
    const char* words;
};

const Mistake mistakes[] = {
    {"wiat \"a\"", "\"wiat\"; perhaps it is wait"},
    {"Wait \"a\"", "perhaps it is wait"},
    {"elseif \"a\"", "perhaps it is else"},
    {"reboot", "\"reboot\"; docs/use.md"},
    {"\"wait\"", "begins with a command"},
    {"wait", "wait needs a text in quotes, or quiet"},
    {"wait state", "a state, such as login"},
    {"wait state logn", "\"logn\" that a script can look for; perhaps it is login"},
    {"wait state \"login\"", "There is no state"},
    {"wait state frozen", "There is no state"},
    {"if state unknown\nend", "There is no state"},
    {"expect state panic now", "that it does not take"},
    {"wait stat login", "\"stat\"; perhaps it is state"},
    {"wait login:", "write wait \"login:\""},
    {"wait quite 2s", "\"quite\"; perhaps it is quiet"},
    {"wait region", "a file's name"},
    {"wait region \"\" 1 2", "name is empty"},
    {"wait region a.png", "a place as two numbers"},
    {"wait region a.png 1", "a place as two numbers"},
    {"wait region a.png 1 8192", "from 0 to 8191"},
    {"wait region a.png 1 2 3", "\"3\" is no time"},
    {"expect region a.png 1 2 3s", "that it does not take"},
    {"wait regoin a.png 1 2", "\"regoin\"; perhaps it is region"},
    {"shot a.png 1 2 3", "four numbers"},
    {"shot a.png 1 2 0 3", "from 1 to 8192"},
    {"shot a.png 1 2 3 4 5", "that it does not take"},
    {"wait quiet", "how long nothing may change"},
    {"wait quiet 2", "\"2\" is no time; write 500ms"},
    {"wait quiet \"2s\"", "is no time"},
    {"wait quiet 0s", "is no time"},
    {"wait quiet 25h", "is no time"},
    {"wait quiet 3s 2s", "longer than it may take"},
    {"wait \"a\" soon", "\"soon\" is no time"},
    {"wait \"a\" 1s 2s", "that it does not take"},
    {"wait \"\"", "no letter"},
    {"wait \"  \"", "no letter"},
    {"type", "type needs a text"},
    {"type \"\"", "is empty"},
    {"type noecho \"a\"", "perhaps it is no-echo"},
    {"type no-echo", "type needs a text"},
    {"type \"a\" \"b\"", "that it does not take"},
    {"press", "press needs a key"},
    {"press ctrl+alt+entr", "perhaps it is enter"},
    {"press crtl+c", "perhaps it is ctrl"},
    {"press ctrl+ctrl+c", "has one twice; write for example"},
    {"press ctrl+", "write for example"},
    {"press ?", "write for example"},
    {"click 1", "X and Y"},
    {"click 1 2 lefft", "perhaps it is left"},
    {"click 1 2 wheel", "left, middle or right"},
    {"click 1 2 left 3", "that it does not take"},
    {"click -1 2", "\"-1\" is none; write a number from 0 to 8191"},
    {"click 8192 2", "is none"},
    {"click 1 2.5", "is none"},
    {"move 1 \"2\"", "is none"},
    {"move 1 99999999999", "is none"},
    {"shot", "a file's name"},
    {"shot -", "goes to a file"},
    {"shot \"\"", "is empty"},
    {"text", "a file's name"},
    {"expect login", "in quotes"},
    {"if", "if needs the text"},
    {"else", "else without its if"},
    {"end", "end without its if"},
    {"if \"a\"", "no end to this if"},
    {"sleep", "a time"},
    {"say hello", "in quotes"},
    {"timeout never", "is no time"},
    {"exit 2", "take 0, 1 or one from 20"},
    {"exit 19", "take 0, 1 or one from 20"},
    {"exit 126", "is none; write a number from 0 to 125"},
    {"exit \"1\"", "is none"},
    {"say \"a", "does not end"},
    {"say \"a\\\"", "does not end"},
    {"say \"a\\", "before what it cannot change"},
    {"say \"\\x\"", "before what it cannot change"},
    {"say \"a\"b", "goes on behind"},
    {"sh\"ot\" a", "within a word"},
    {"say \"\x01\"", "control character"},
    {"say \"\x7f\"", "control character"},
    {"say \"\xff\"", "not UTF-8"},
    {"", "no command"},
    {"# nothing", "no command"},
};

TEST(ScriptParser, EachMistakeHasItsSentence) {
    for (const auto& [line, words] : mistakes) EXPECT_THAT(bad(line), HasSubstr(words)) << line;
}

TEST(ScriptParser, TheLineOfTheMistakeIsNamed) {
    bad("say \"a\"\n\n# b\nwiat\n", 4);
    bad("if \"a\"\nif \"b\"\nend\n", 1);
    EXPECT_THAT(bad("if \"a\"\nelse\nelse\nend", 3), HasSubstr("second else"));
    bad("say \"a\"\nelse \"b\"\n", 2);
    bad("if \"a\"\nend 1\n", 2);
}

TEST(ScriptParser, WhatMayBeAPasswordIsNotRepeated) {
    for (const char* line :
         {"type geheim", "type \"geheim", "type no-echo geheim", "type \"geheim\\q\"",
          "type \"a\" geheim", "type \"geheim\"x", "\"geheim\"", "typo \"geheim\""})
        EXPECT_THAT(bad(line), Not(HasSubstr("geheim"))) << line;
}

TEST(ScriptParser, WhatIsRepeatedIsShortAndPrintable) {
    EXPECT_LT(bad(std::string(5000, 'x')).size(), 200u);
    EXPECT_THAT(bad("wa\xc2\x85it"), Not(HasSubstr("\xc2\x85")));
}

TEST(ScriptParser, ATimeIsWrittenAsItIsRead) {
    EXPECT_EQ(words_of(1500ms), "1500ms");
    EXPECT_EQ(words_of(10s), "10s");
    EXPECT_EQ(words_of(2min), "2m");
}

// For whoever looks on; what is typed where nothing shows is not to be seen here either.
TEST(Parser, KeepsWhatALineLooksLike) {
    const auto script = parse("  wait \"a\" 5s   # why\r\ntype no-echo \"geheim\"\npress a b", "s");
    ASSERT_TRUE(script);
    EXPECT_EQ(script->steps[0].shown.reveal(), "wait \"a\" 5s   # why");
    EXPECT_EQ(script->steps[1].shown.reveal(), "type no-echo \"…\"");
    for (std::size_t i = 2; i < script->steps.size(); ++i)
        EXPECT_EQ(script->steps[i].shown.reveal(), "press a b") << i;
}

}  // namespace
}  // namespace ecsview::script
