// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/count.h"

#include <gtest/gtest.h>

namespace ecsview {
namespace {

TEST(Count, OneIsOneAndAllElseIsMany) {
    EXPECT_EQ(counted(0, "character"), "0 characters");
    EXPECT_EQ(counted(1, "character"), "1 character");
    EXPECT_EQ(counted(2, "line"), "2 lines");
    EXPECT_EQ(verb(1, "is", "are"), "is");
    EXPECT_EQ(verb(0, "is", "are"), "are");
    EXPECT_EQ(verb(21, "is", "are"), "are");
}

}  // namespace
}  // namespace ecsview
