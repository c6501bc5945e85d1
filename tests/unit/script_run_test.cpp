// SPDX-License-Identifier: GPL-2.0-or-later
#include "script_run.h"

#include <gtest/gtest.h>

#include "script/parser.h"

namespace ecsview {
namespace {

using namespace std::chrono_literals;

// A console that says all it will say before the script begins, or while it is sent something.
class ScriptRunTest : public testing::Test {
protected:
    void say(bool settled, std::optional<Failure> ending = {}) {
        screen::ConsoleState state;
        state.phase = screen::Phase::live;
        state.clipboard.session = 1;
        state.clipboard.settled = settled;
        state.ending = std::move(ending);
        mailbox.post(state);
    }
    void show() {
        screen::PictureUpdate update;
        update.framebuffer = std::make_shared<const screen::Framebuffer>();
        update.size = {64, 64};
        update.resized = update.complete = true;
        update.damage.add({0, 0, 64, 64});
        mailbox.post(std::move(update));
    }
    script::Ended run(std::string_view text) {
        const auto script = script::parse(text, "s");
        ScriptRun running(*script, options);
        wake = [&] { running.wake(); };
        return running.run(
            mailbox, [this](const rfb::ClientMessage&) { sent(); }, [](const std::string&) {},
            ScriptRun::Clock::now(), {});
    }

    std::function<void()> wake = [] {}, sent = [] {};
    screen::Mailbox mailbox{[this] { wake(); }};
    options::Options options;
};

TEST_F(ScriptRunTest, BeginsWithTheFirstWholePicture) {
    say(true);
    show();
    EXPECT_EQ(run("exit 20").code, 20);
}

// Until then the one before is still there.
TEST_F(ScriptRunTest, APictureOfALostSessionIsNone) {
    say(false);
    show();
    EXPECT_EQ(run("exit 20").code, static_cast<int>(ExitCode::out_of_time));
}

TEST_F(ScriptRunTest, AnEndInTheMiddleOfATextSaysHowMuchWasTyped) {
    say(true);
    show();
    sent = [this] { say(true, Failure{ExitCode::decoder, "It is over."}); };
    const auto end = run("timeout 1s\ntype \"aaaa\"");
    EXPECT_EQ(end.code, static_cast<int>(ExitCode::decoder));
    EXPECT_EQ(end.failure->sentence, "s:2: It is over. 1 of 4 characters were typed.");
}

}  // namespace
}  // namespace ecsview
