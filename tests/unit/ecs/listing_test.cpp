// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/listing.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/cell_width.h"

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

const std::vector<Instance> here{
    {"i-bp1hzoinajzkh91h0001",
     "web-server-number-one",
     "Running",
     "cn-hangzhou",
     "linux",
     "",
     {"203.0.113.17", "172.16.0.1"}},
    {"i-2", "\xe7\xbd\x91\xe7\xab\x99", "Stopped", "eu-central-1", "windows", "", {}}};

TEST(ListingTest, AllColumns) {
    EXPECT_EQ(
        table(here, {.region = true, .address = true}),
        "ID                      STATUS   OS       REGION        ADDRESS                  NAME\n"
        "i-bp1hzoinajzkh91h0001  Running  linux    cn-hangzhou   203.0.113.17,172.16.0.1  "
        "web-server-number-one\n"
        "i-2                     Stopped  windows  eu-central-1  -                        "
        "\xe7\xbd\x91\xe7\xab\x99\n");
}

TEST(ListingTest, WhatDoesNotFitGoes) {
    const auto first = [](int cells) {
        const auto text = table(here, {.region = true, .address = true, .cells = cells});
        return text.substr(0, text.find('\n') + 1);
    };
    const auto widest = [](int cells) {
        int most = 0;
        std::string text = table(here, {.region = true, .address = true, .cells = cells});
        for (std::size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos;
             at = end + 1)
            most = std::max(most, cell_width(std::string_view(text).substr(at, end - at)));
        return most;
    };
    const std::string all = "ID STATUS OS REGION ADDRESS NAME\n";
    const auto words = [](std::string text) {
        std::string out;
        for (const char c : text)
            if (c != ' ' || !out.ends_with(' ')) out += c;
        return out;
    };
    EXPECT_EQ(widest(1000), 102);
    EXPECT_EQ(words(first(102)), all);
    EXPECT_EQ(words(first(97)), all);  // the name is cut
    EXPECT_EQ(words(first(86)), all);  // one address
    EXPECT_EQ(words(first(85)), "ID STATUS REGION ADDRESS NAME\n");
    EXPECT_EQ(words(first(76)), "ID STATUS ADDRESS NAME\n");
    EXPECT_EQ(words(first(62)), "ID STATUS NAME\n");
    EXPECT_EQ(words(first(48)), "ID NAME\n");
    for (int cells = 26; cells < 120; ++cells) EXPECT_LE(widest(cells), cells);
    EXPECT_EQ(table(here, {.cells = 30}),
              "ID                      NAME\n"
              "i-bp1hzoinajzkh91h0001  web-s\xe2\x80\xa6\n"
              "i-2                     \xe7\xbd\x91\xe7\xab\x99\n");
    EXPECT_NE(table(here, {.cells = 1}).find("i-bp1hzoinajzkh91h0001  \xe2\x80\xa6\n"),
              std::string::npos);  // an ID is whole
}

TEST(ListingTest, Json) {
    const auto text = json_array(two);
    EXPECT_NE(text.find(R"("name": "web \u001b[31m\u009b\n\ufffd\u202e")"), std::string::npos)
        << text;
    EXPECT_NE(text.find(R"("name": "\u7f51")"), std::string::npos);
    EXPECT_NE(text.find(R"("os_name": "Debian")"), std::string::npos);
    EXPECT_NE(json_array(here).find(R"("203.0.113.17",)"), std::string::npos);
    for (const char c : text) EXPECT_TRUE(c == '\n' || (c >= 0x20 && c < 0x7f));
    EXPECT_EQ(json_array({}), "[]\n");
}

}  // namespace
}  // namespace ecsview::ecs
