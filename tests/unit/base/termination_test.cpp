// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/termination.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "base/signals.h"

namespace ecsview {
namespace {

void wait_for(const std::stop_token& token) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait(lock, token, [] { return false; });
}

// A shell ignores some for what it starts in the background: they would never come.
struct SignalsAsUsual : testing::Environment {
    void SetUp() override {
        for (const int number : {SIGINT, SIGTERM, SIGHUP}) signal(number, SIG_DFL);
    }
};
[[maybe_unused]] const auto* const as_usual = testing::AddGlobalTestEnvironment(new SignalsAsUsual);

// The signals stay blocked for this thread only.
class TerminationTest : public testing::Test {
protected:
    void SetUp() override { pthread_sigmask(SIG_SETMASK, nullptr, &before); }
    void TearDown() override { pthread_sigmask(SIG_SETMASK, &before, nullptr); }
    sigset_t before;
};

TEST_F(TerminationTest, TheSignalIsInTheExitCode) {
    for (const auto& [signal, code] : {std::pair(SIGINT, 130), {SIGTERM, 143}, {SIGHUP, 129}}) {
        const Termination termination;
        const Interruption interruption(termination);
        EXPECT_FALSE(interruption.exit_code());
        EXPECT_FALSE(interruption.token().stop_requested());
        kill(getpid(), signal);
        wait_for(interruption.token());
        EXPECT_EQ(interruption.exit_code(), code);
    }
}

TEST_F(TerminationTest, NothingIsCalledWithoutASignal) {
    const Termination termination;
    bool called = false;
    {
        const TerminationWatch watch(termination, [&](int) { called = true; });
    }
    EXPECT_FALSE(called);
}

// --- what may end the process: each in one of its own ---

using namespace std::chrono_literals;
using testing::ExitedWithCode;
using testing::KilledBySignal;

std::atomic<int> calls{0};

void wait_called() {
    while (calls == 0) std::this_thread::sleep_for(1ms);
}

bool pending(int number) {
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, number) == 1;
}

bool blocked(int number) {
    sigset_t set;
    sigprocmask(SIG_SETMASK, nullptr, &set);
    return sigismember(&set, number) == 1;
}

bool ignored(int number) {
    struct sigaction now {};
    sigaction(number, nullptr, &now);
    return now.sa_handler == SIG_IGN;
}

// A test that fails ends by the alarm.
void send_once(int number) {
    alarm(60);
    kill(getpid(), number);
    for (;;) pause();
}

[[noreturn]] void insist(int number) {
    for (;;) {
        kill(getpid(), number);
        std::this_thread::sleep_for(10ms);
    }
}

TEST(TerminationDeathTest, TheFirstSignalIsACall) {
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        const auto ends = [=] {
            const Termination termination;
            const TerminationWatch watch(termination, [](int) { _exit(7); });
            kill(getpid(), number);
            pause();
        };
        EXPECT_EXIT(ends(), ExitedWithCode(7), "") << number;
    }
}

TEST(TerminationDeathTest, TheSecondEndsAtOnceWhateverTheProgramIsAbout) {
    for (const int number : {SIGINT, SIGTERM}) {
        const auto ends = [=] {
            const Termination termination;
            const TerminationWatch watch(termination, [](int) { ++calls; });
            kill(getpid(), number);
            wait_called();
            insist(number);
        };
        EXPECT_EXIT(ends(), KilledBySignal(number), "") << number;
    }
}

// As timeout(1) does it: to the process, and to its group.
TEST(TerminationDeathTest, OneWishThatIsSentTwiceIsOne) {
    const auto ends = [] {
        const Termination termination;
        const TerminationWatch watch(termination, [](int) {
            kill(getpid(), SIGTERM);
            kill(getpid(), SIGINT);
            ++calls;
        });
        kill(getpid(), SIGTERM);
        wait_called();
        while (pending(SIGTERM) || pending(SIGINT)) std::this_thread::sleep_for(1ms);
        _exit(calls);
    };
    EXPECT_EXIT(ends(), ExitedWithCode(1), "");
}

TEST(TerminationDeathTest, WithNobodyToBeCalledTheFirstEndsIt) {
    const auto early = [] {
        const Termination termination;
        send_once(SIGTERM);
    };
    EXPECT_EXIT(early(), KilledBySignal(SIGTERM), "");
    const auto late = [] {
        const Termination termination;
        {
            const TerminationWatch watch(termination, [](int) { _exit(1); });
        }
        send_once(SIGINT);
    };
    EXPECT_EXIT(late(), KilledBySignal(SIGINT), "");
}

TEST(TerminationDeathTest, UnderNohupAHangUpIsNothing) {
    const auto ends = [] {
        signal(SIGHUP, SIG_IGN);
        own_signals();
        const Termination termination;
        _exit(ignored(SIGHUP) && !blocked(SIGHUP) ? 7 : 1);
    };
    EXPECT_EXIT(ends(), ExitedWithCode(7), "");
}

TEST(SignalsDeathTest, NothingIsInheritedThatWasNotMeantForUs) {
    const auto ends = [] {
        for (const int number : {SIGCHLD, SIGTERM, SIGINT, SIGPIPE}) signal(number, SIG_IGN);
        sigset_t all;
        sigfillset(&all);
        sigprocmask(SIG_SETMASK, &all, nullptr);
        own_signals();
        bool ours = true;
        for (const int number : {SIGCHLD, SIGTERM, SIGINT, SIGPIPE, SIGUSR1})
            ours = ours && !ignored(number) && !blocked(number);
        _exit(ours ? 7 : 1);
    };
    EXPECT_EXIT(ends(), ExitedWithCode(7), "");
}

}  // namespace
}  // namespace ecsview
