// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/sleep_watch.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sched.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <fstream>

namespace ecsview {
namespace {

using namespace std::chrono_literals;

TEST(SleepWatchTest, TellsASleepOnce) {
    std::chrono::milliseconds asleep = 5min;
    SleepWatch watch([&] { return asleep; });
    EXPECT_FALSE(watch.slept());
    asleep += 999ms;
    EXPECT_FALSE(watch.slept());
    asleep += 8h;
    EXPECT_TRUE(watch.slept());
    EXPECT_FALSE(watch.slept());
}

TEST(SleepWatchTest, IsQuietWhileTheMachineIsAwake) {
    SleepWatch watch;
    EXPECT_FALSE(watch.slept());
    pollfd wait{watch.fd(), POLLIN, 0};
    EXPECT_EQ(poll(&wait, 1, 0), 0);
    EXPECT_FALSE(watch.slept());
}

TEST(SleepWatchTest, BootTimeIsTheKernelsAndCountsSleep) {
    const auto kernels = [] {
        timespec now{};
        clock_gettime(CLOCK_BOOTTIME, &now);
        return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
    };
    const auto before = std::chrono::floor<std::chrono::milliseconds>(kernels());
    const auto now = boot_time();
    EXPECT_GE(now, before);
    EXPECT_LE(now, kernels());
}

// In a time namespace that clock alone is set forward, as it is by a sleep.
TEST(SleepWatchTest, ASleepIsSeenByBothClocks) {
    const auto before = slept_since_boot();
    const pid_t child = fork();
    if (child == 0) {
        std::ofstream offsets;
        if (unshare(CLONE_NEWTIME) == 0) offsets.open("/proc/self/timens_offsets");
        if (!(offsets << "boottime 3600 0" << std::flush)) _exit(2);
        int status = 0;
        const auto here = boot_time();
        const pid_t inside = fork();
        if (inside == 0) _exit(slept_since_boot() - before > 59min && boot_time() - here > 59min);
        waitpid(inside, &status, 0);
        _exit(WEXITSTATUS(status));
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (WEXITSTATUS(status) == 2) GTEST_SKIP() << "no time namespace; run this as root, too";
    EXPECT_EQ(WEXITSTATUS(status), 1);
}

}  // namespace
}  // namespace ecsview
