// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/environment.h"

#include <gtest/gtest.h>
#include <stdlib.h>

namespace ecsview {
namespace {

constexpr const char* name = "ECSVIEW_TEST_VARIABLE";

TEST(EnvironmentTest, EmptyCountsAsUnset) {
    unsetenv(name);
    EXPECT_FALSE(environment(name));
    setenv(name, "", 1);
    EXPECT_FALSE(environment(name));
    setenv(name, "value", 1);
    EXPECT_EQ(environment(name), "value");
    unsetenv(name);
}

TEST(EnvironmentTest, TakesAndOverwritesInPlace) {
    char entry[] = "ECSVIEW_TEST_VARIABLE=geheim";
    putenv(
        entry);  // the environment now points here, as it does to the memory of /proc/PID/environ
    const auto secret = take_from_environment(name);
    ASSERT_TRUE(secret);
    EXPECT_EQ(secret->reveal(), "geheim");
    EXPECT_EQ(getenv(name), nullptr);
    EXPECT_EQ(std::string(entry + sizeof "ECSVIEW_TEST_VARIABLE", 6), std::string(6, '\0'));
}

TEST(EnvironmentTest, TakingAnEmptyOneUnsetsIt) {
    setenv(name, "", 1);
    EXPECT_FALSE(take_from_environment(name));
    EXPECT_EQ(getenv(name), nullptr);
    EXPECT_FALSE(take_from_environment(name));
}

}  // namespace
}  // namespace ecsview
