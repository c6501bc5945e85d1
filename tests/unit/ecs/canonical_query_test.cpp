// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/canonical_query.h"

#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

TEST(CanonicalQuery, SortsAndKeepsEmptyValues) {
    EXPECT_EQ(canonical_query({{"b", "2"}, {"a", ""}, {"B", "1"}, {"_", "x y"}}),
              "B=1&_=x%20y&a=&b=2");
    EXPECT_EQ(canonical_query({}), "");
}

}  // namespace
}  // namespace ecsview::ecs
