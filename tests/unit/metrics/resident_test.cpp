// SPDX-License-Identifier: GPL-2.0-or-later
#include "metrics/resident.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace ecsview::metrics {
namespace {

TEST(Resident, IsTheSecondNumberInPages) {
    EXPECT_EQ(resident_of("2017 482 427 6 0 120 0\n", 4096), 482U * 4096);
    EXPECT_EQ(resident_of("1 0 0 0 0 0 0\n", 4096), 0U);
}

TEST(Resident, OtherTextIsNone) {
    for (const char* text : {"", "2017", "2017 ", "2017 x", "a b c"})
        EXPECT_EQ(resident_of(text, 4096), std::nullopt) << text;
}

TEST(Resident, ThisProcessHasSome) {
    EXPECT_GT(resident_bytes(getpid()).value_or(0), 1'000'000U);
}

TEST(Resident, AProcessThatIsGoneHasNone) {
    EXPECT_EQ(resident_bytes(0x3fffffff), std::nullopt);
}

}  // namespace
}  // namespace ecsview::metrics
