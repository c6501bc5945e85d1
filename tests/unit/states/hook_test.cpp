// SPDX-License-Identifier: GPL-2.0-or-later
#include "states/hook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/log.h"

namespace ecsview::states {
namespace {

using namespace std::chrono_literals;
using screen::ScreenState;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

TEST(ParseHook, TakesAStateAndACommand) {
    const auto hook = parse_hook("panic:mail -s \"a: b\" ops");
    ASSERT_TRUE(hook);
    EXPECT_EQ(hook->state, ScreenState::panic);
    EXPECT_EQ(hook->command, "mail -s \"a: b\" ops");
    EXPECT_EQ(parse_hook("bluescreen:x")->state, ScreenState::blue_screen);
}

TEST(ParseHook, RefusesWhatIsNone) {
    for (const char* text :
         {"", "panic", "panic:", "panic: \t", ":x", "panick:x", "unknown:x", "Panic:x"})
        EXPECT_FALSE(parse_hook(text)) << text;
}

// Commands that write what they got into a folder of the test's.
class HookTest : public testing::Test {
protected:
    void SetUp() override {
        char name[] = "/tmp/ecsview-hook-XXXXXX";
        folder = mkdtemp(name);
        log::configure(log::Level::warning, log::Format::json);
    }
    void TearDown() override {
        log::configure(log::Level::warning, log::Format::text);
        std::filesystem::remove_all(folder);
    }
    std::string file(const std::string& name) const { return folder + "/" + name; }
    std::string content(const std::string& name) const {
        std::ifstream in(file(name));
        std::ostringstream out;
        out << in.rdbuf();
        return out.str();
    }
    // What is logged while it runs once.
    std::string run(const std::string& command, const std::string& text = "",
                    std::chrono::milliseconds patience = 1h) {
        testing::internal::CaptureStderr();
        {
            Hook hook({ScreenState::panic, command}, "i-1 $(touch " + file("injected") + ")",
                      patience);
            hook.begin(text);
            hook.await_rest();
        }
        return testing::internal::GetCapturedStderr();
    }

    std::string folder;
};

TEST_F(HookTest, TheTextIsOnItsInput) {
    // More than a pipe takes at once, and with what a shell would act upon.
    const std::string text = "$(touch " + file("injected") + ") `id` \"; exit 7\n" +
                             std::string(200'000, 'x') + "\n\xef\xbf\xbd\n";
    EXPECT_THAT(run("cat >" + file("text"), text), HasSubstr("\"code\":\"0\""));
    EXPECT_EQ(content("text"), text);
    EXPECT_FALSE(std::filesystem::exists(file("injected")));
}

TEST_F(HookTest, WhoDoesNotReadItIsNotHeldUp) {
    EXPECT_THAT(run("exit 0", std::string(1'000'000, 'x')), HasSubstr("\"code\":\"0\""));
}

TEST_F(HookTest, ItsEnvironmentHasNoSecret) {
    const char* secrets[] = {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ECSVIEW_VNC_PASSWORD",
                             "https_proxy", "CREDENTIALS_DIRECTORY", "SOMEBODYS_TOKEN"};
    for (const char* name : secrets) setenv(name, "s3cret", 1);
    setenv("LC_TIME", "C", 1);
    run("env >" + file("env"));
    for (const char* name : secrets) unsetenv(name);
    const auto env = content("env");
    EXPECT_THAT(env, AllOf(HasSubstr("ECSVIEW_STATE=panic\n"), HasSubstr("ECSVIEW_CONSOLE=i-1 $("),
                           HasSubstr("PATH="), HasSubstr("LC_TIME=C\n")));
    EXPECT_THAT(env, Not(HasSubstr("s3cret")));
    EXPECT_FALSE(std::filesystem::exists(file("injected")));
}

TEST_F(HookTest, ItHasNoDescriptorOfOurs) {
    run("ls -l /proc/self/fd >" + file("list"));
    const auto list = content("list");
    EXPECT_THAT(list, HasSubstr(" 0 -> /memfd:ecsview-screen"));
    EXPECT_EQ(list.find("memfd:"), list.rfind("memfd:"));
    EXPECT_THAT(list, Not(HasSubstr("anon_inode:")));  // what we wait with
}

TEST_F(HookTest, HowItEndsIsLogged) {
    EXPECT_THAT(run("exit 3"),
                AllOf(HasSubstr("a command of --on-state has ended"), HasSubstr("\"code\":\"3\""),
                      HasSubstr("\"state\":\"panic\""), HasSubstr("\"level\":\"warning\"")));
    EXPECT_THAT(run("kill -KILL $$"), HasSubstr("\"code\":\"137\""));
    EXPECT_THAT(run("true"), HasSubstr("\"level\":\"info\""));
}

TEST_F(HookTest, OneThatHangsIsKilledWithWhatItHasStarted) {
    const auto logged = run("sleep 1000 & echo $! >" + file("pid") + "; wait", "", 300ms);
    EXPECT_THAT(logged, HasSubstr("took too long"));
    const auto pid = content("pid");
    if (pid.empty()) GTEST_SKIP() << "the machine is too busy to start a shell in 0.3 s";
    const auto stat = "/proc/" + std::to_string(std::stoi(pid)) + "/stat";
    // Killed; whoever collects orphans may not have done so yet.
    for (;;) {
        std::ifstream in(stat);
        std::string line;
        if (!std::getline(in, line) || line.find(") Z ") != std::string::npos) break;
        std::this_thread::sleep_for(1ms);
    }
}

TEST_F(HookTest, WhileItRunsItIsNotBegunAgain) {
    testing::internal::CaptureStderr();
    {
        Hook hook(
            {ScreenState::login, "echo ran >>" + file("runs") + "; read -r go <" + file("go")},
            "i-1", 1h);
        ASSERT_EQ(mkfifo(file("go").c_str(), 0600), 0);
        hook.begin("");
        hook.begin("");
        std::ofstream(file("go")) << "go\n";
        hook.await_rest();
        hook.begin("");
        std::ofstream(file("go")) << "go\n";
        hook.await_rest();
    }
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("is not begun again"));
    EXPECT_EQ(content("runs"), "ran\nran\n");
}

TEST_F(HookTest, TheEndKillsIt) {
    Hook hook({ScreenState::panic, "sleep 1000"}, "i-1", 1h);
    hook.begin("");
}

}  // namespace
}  // namespace ecsview::states
