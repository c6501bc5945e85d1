// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/listing.h"

#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

const std::vector<Instance> two{
    {"i-1", "web \x1b[31m\xc2\x9b\n\xff\xe2\x80\xae", "Running", "r", "linux", "Debian"},
    {"i-bp1hz", "\xe7\xbd\x91", "Stopped", "r", "windows", ""}};

TEST(ListingTest, Columns) {
    EXPECT_EQ(table(two),
              "ID       STATUS   OS       NAME\n"
              "i-1      Running  linux    web ?[31m????\n"
              "i-bp1hz  Stopped  windows  \xe7\xbd\x91\n");
    EXPECT_EQ(table({}), "ID  STATUS  OS  NAME\n");
}

TEST(ListingTest, Json) {
    const auto text = json_array(two);
    EXPECT_NE(text.find(R"("name": "web \u001b[31m\u009b\n\ufffd\u202e")"), std::string::npos)
        << text;
    EXPECT_NE(text.find(R"("name": "\u7f51")"), std::string::npos);
    EXPECT_NE(text.find(R"("os_name": "Debian")"), std::string::npos);
    for (const char c : text) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f));
    EXPECT_EQ(json_array({}), "[]\n");
}

}  // namespace
}  // namespace ecsview::ecs
