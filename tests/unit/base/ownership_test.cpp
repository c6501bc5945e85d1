// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/ownership.h"

#include <gmock/gmock.h>

namespace ecsview {
namespace {

using testing::HasSubstr;

TEST(OwnershipTest, OwnerAndMode) {
    EXPECT_EQ(concern_about(1000, 0100600, 1000), "");
    EXPECT_EQ(concern_about(0, 0100400, 1000), "");
    EXPECT_THAT(concern_about(1000, 0100644, 1000), HasSubstr("mode 0644"));
    EXPECT_THAT(concern_about(1000, 0100602, 1000), HasSubstr("mode 0602"));
    EXPECT_THAT(concern_about(0, 0100640, 1000), HasSubstr("mode 0640"));
    EXPECT_THAT(concern_about(1001, 0100600, 1000), HasSubstr("another user (1001, mode 0600"));
    EXPECT_THAT(concern_about(1000, 0100600, 0), HasSubstr("another user (1000"));
}

TEST(OwnershipTest, WhatTheServiceManagerKeeps) {
    EXPECT_TRUE(is_credential("/run/credentials/u/key", "/run/credentials/u"));
    EXPECT_FALSE(is_credential("/run/credentials/us/key", "/run/credentials/u"));
    EXPECT_FALSE(is_credential("/etc/key", "/run/credentials/u"));
    EXPECT_FALSE(is_credential("/etc/key", ""));
}

}  // namespace
}  // namespace ecsview
