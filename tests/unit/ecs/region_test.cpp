// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/region.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "ecs/endpoint.h"

namespace ecsview::ecs {
namespace {

TEST(RegionTest, TheTableIsWhole) {
    const auto regions = known_regions();
    EXPECT_EQ(regions.size(), 39u);
    EXPECT_EQ(std::set<std::string_view>(regions.begin(), regions.end()).size(), regions.size());
    for (const auto region : regions) EXPECT_TRUE(valid_region(region)) << region;
}

TEST(RegionTest, HintsAreOfKnownRegions) {
    EXPECT_EQ(region_hint("i-bp1hzoinajzkh91h0001"), "cn-hangzhou");
    EXPECT_EQ(region_hint("i-wz9hhwq5a6tm0000000"), "cn-shenzhen");
    EXPECT_EQ(region_hint("i-rj9"), "us-west-1");
    EXPECT_EQ(region_hint("i-2zeabc"), "cn-beijing");
    for (const char* id : {"", "i-", "i-b", "bp1", "i-2z", "x-bp1", "i-zzz"})
        EXPECT_FALSE(region_hint(id)) << id;
    const auto regions = known_regions();
    for (const char* beginning :
         {"bp", "uf", "2ze", "wz", "m5e", "j6c", "t4n", "gw8", "0xi", "l4v"}) {
        const auto hint = region_hint(std::string("i-") + beginning);
        ASSERT_TRUE(hint) << beginning;
        EXPECT_NE(std::find(regions.begin(), regions.end(), *hint), regions.end()) << *hint;
    }
}

TEST(RegionTest, EndpointsAreThoseOfThePlatformsTable) {
    const auto url = [](std::string_view region, Network network) {
        return region_endpoint(region, network)->url();
    };
    EXPECT_EQ(url("cn-hangzhou", Network::internet), "https://ecs.cn-hangzhou.aliyuncs.com");
    EXPECT_EQ(url("cn-hangzhou", Network::vpc), "https://ecs-vpc.cn-hangzhou.aliyuncs.com");
    EXPECT_EQ(url("cn-hangzhou-finance", Network::internet), "https://ecs.aliyuncs.com");
    EXPECT_EQ(url("cn-hangzhou-finance", Network::vpc), "https://ecs.aliyuncs.com");
    EXPECT_EQ(central_endpoint().url(), "https://ecs.aliyuncs.com");
    EXPECT_FALSE(region_endpoint("a.b", Network::vpc));
}

}  // namespace
}  // namespace ecsview::ecs
