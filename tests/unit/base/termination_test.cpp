// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/termination.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

namespace ecsview {
namespace {

void wait_for(const std::stop_token& token) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait(lock, token, [] { return false; });
}

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

}  // namespace
}  // namespace ecsview
