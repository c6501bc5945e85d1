// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/external_command.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include "base/unique_fd.h"

namespace ecsview::ecs {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using namespace std::chrono_literals;
using Words = std::vector<std::string>;

TEST(SplitWordsTest, AsAPosixShellDoes) {
    const struct {
        const char* line;
        Words words;
    } cases[] = {
        {"a", {"a"}},
        {"  a\t b\n", {"a", "b"}},
        {"a 'b c' d", {"a", "b c", "d"}},
        {"a \"b c\" d", {"a", "b c", "d"}},
        {"a b\\ c", {"a", "b c"}},
        {"a '' \"\"", {"a", "", ""}},
        {"a'b'\"c\"d", {"abcd"}},
        {"a 'b\\' c", {"a", "b\\", "c"}},
        {"a \"b\\\"c\\\\d\\$e\\`f\\g\"", {"a", "b\"c\\d$e`f\\g"}},
        {"a \\\"b", {"a", "\"b"}},
        {"a 'b\"c' \"d'e\"", {"a", "b\"c", "d'e"}},
        {"a b\\\nc", {"a", "bc"}},
        // Nothing has a meaning but quotes and blanks.
        {"a $HOME ~ * `b` $(c) # d | e > f ; g & h",
         {"a", "$HOME", "~", "*", "`b`", "$(c)", "#", "d", "|", "e", ">", "f", ";", "g", "&", "h"}},
        {"\xc3\xbc \xff", {"\xc3\xbc", "\xff"}},
    };
    for (const auto& c : cases) EXPECT_EQ(split_words(c.line), c.words) << c.line;
}

TEST(SplitWordsTest, WhatIsNoCommand) {
    for (const char* line : {"", " ", "'a", "\"a", "a 'b", "a \"b\\\"", "a\\", "'' a", "\"\""})
        EXPECT_FALSE(split_words(line)) << line;
}

Result<Secret> run(const Words& words, std::chrono::milliseconds limit = 60s,
                   const std::stop_token& cancel = {}) {
    std::vector<Secret> more;
    more.emplace_back(std::string("ECSVIEW_UNIT_TEST=given"));
    return run_command(words, more, std::chrono::steady_clock::now() + limit, cancel);
}

TEST(RunCommandTest, PrintsWhatItPrints) {
    EXPECT_EQ(run({"printf", "%s|%s", "a b", "$HOME"})->reveal(), "a b|$HOME");
    EXPECT_EQ(run({"sh", "-c", "echo $ECSVIEW_UNIT_TEST; cat"})->reveal(), "given\n");
    EXPECT_EQ(run({"true"})->reveal(), "");
    const auto most = run({"head", "-c", "65536", "/dev/zero"});
    ASSERT_TRUE(most);
    EXPECT_EQ(most->reveal().size(), 65536u);
}

TEST(RunCommandTest, Fails) {
    EXPECT_THAT(run({"false"}).failure().sentence, HasSubstr("exit status 1"));
    // An emulator of another processor has no vfork(2): there the child can only say 127.
    EXPECT_THAT(run({"/no/such/program"}).failure().sentence,
                AnyOf(HasSubstr("cannot be run"), HasSubstr("exit status 127")));
    EXPECT_THAT(run({"sh", "-c", "kill -TERM $$"}).failure().sentence, HasSubstr("signal"));
    EXPECT_THAT(run({"cat", "/dev/zero"}).failure().sentence, HasSubstr("64 kB"));
}

// Its end cannot be known: then it was not good.
TEST(RunCommandTest, WhereNobodyTellsHowItEndedItFailed) {
    const auto before = signal(SIGCHLD, SIG_IGN);
    EXPECT_THAT(run({"false"}).failure().sentence, HasSubstr("not known"));
    signal(SIGCHLD, before);
}

// A pipe that whatever the command starts holds open: its end is read once the last of them ended.
class Alive {
public:
    Alive() {
        int ends[2];
        EXPECT_EQ(pipe(ends), 0);  // not CLOEXEC: it is to be inherited
        ours_ = UniqueFd(ends[0]);
        theirs_ = UniqueFd(ends[1]);
        fcntl(ours_.get(), F_SETFD, FD_CLOEXEC);
    }
    void expect_nobody() {
        theirs_.reset();
        pollfd wait{ours_.get(), POLLIN, 0};
        EXPECT_EQ(poll(&wait, 1, 20'000), 1) << "something that it started still runs";
    }

private:
    UniqueFd ours_, theirs_;
};

TEST(RunCommandTest, EndsInTimeWithAllThatItStarted) {
    for (const char* line :
         {"sleep 1000", "sleep 1000 & wait", "exec >&-; sleep 1000 & sleep 1000"}) {
        Alive alive;
        EXPECT_THAT(run({"sh", "-c", line}, 300ms).failure().sentence, HasSubstr("in time"));
        alive.expect_nobody();
    }
}

TEST(RunCommandTest, EndsWhenNobodyWantsItAnyMore) {
    Alive alive;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(run({"sleep", "1000"}, 60s, stop.get_token()).failure().code, ExitCode::done);
    alive.expect_nobody();
}

// Whoever leaves something behind on purpose is not waited for: it has the output no more.
TEST(RunCommandTest, ACommandThatFailsLeavesNothingBehindEither) {
    Alive alive;
    EXPECT_THAT(run({"sh", "-c", "head -c 70000 /dev/zero; sleep 1000 & wait"}).failure().sentence,
                HasSubstr("64 kB"));
    alive.expect_nobody();
}

}  // namespace
}  // namespace ecsview::ecs
