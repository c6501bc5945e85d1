// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/rest.h"

#include <gtest/gtest.h>

#include <thread>

namespace ecsview {
namespace {

using namespace std::chrono_literals;

TEST(RestTest, LastsAsLongAsItIsTold) {
    const auto before = std::chrono::steady_clock::now();
    EXPECT_TRUE(rest(20ms, {}));
    EXPECT_GE(std::chrono::steady_clock::now() - before, 20ms);
}

TEST(RestTest, IsOverWhenItIsCancelled) {
    std::stop_source cancel;
    std::jthread other([&] { cancel.request_stop(); });
    EXPECT_FALSE(rest(1h, cancel.get_token()));
    EXPECT_FALSE(rest(1h, cancel.get_token())) << "cancelled before it began";
}

}  // namespace
}  // namespace ecsview
