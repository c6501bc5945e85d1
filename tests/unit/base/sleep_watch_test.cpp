// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/sleep_watch.h"

#include <gtest/gtest.h>
#include <poll.h>

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

TEST(SleepWatchTest, BootTimeGoesOn) {
    const auto before = boot_time();
    EXPECT_GE(boot_time(), before);
    EXPECT_GE(slept_since_boot(), -1s);
}

}  // namespace
}  // namespace ecsview
