// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/target.h"

#include <gtest/gtest.h>

namespace ecsview::options {
namespace {

TEST(TargetTest, InstanceIds) {
    const std::string good[] = {"i-bp1hzoinajzkh91h", "i-1", "i-A", "i-" + std::string(62, 'a')};
    for (const auto& id : good) EXPECT_EQ(std::get<InstanceId>(*parse_target(id)).text, id);
    const std::string bad[] = {"i-",    "i-bp1****",  "i-a b",
                               "i-a/b", "i-a-b",      "i-a&RegionId=x",
                               "i-a\n", "i-\xc3\xbc", "i-" + std::string(63, 'a')};
    for (const auto& text : bad) {
        const auto target = parse_target(text);
        ASSERT_FALSE(target) << text;
        EXPECT_EQ(target.failure().code, ExitCode::usage);
        EXPECT_NE(target.failure().sentence.find("instance ID"), std::string::npos);
    }
}

TEST(TargetTest, WebsocketUrls) {
    for (const char* text :
         {"wss://h/p?s=%2F", "WSS://h/p?s=%2F", "wss%3A%2F%2Fh%2Fp%3Fs%3D%252F"}) {
        const auto target = parse_target(text);
        ASSERT_TRUE(target) << text;
        EXPECT_EQ(std::get<ecs::WebsocketUrl>(*target).target.reveal(), "/p?s=%2F");
    }
    for (const char* text :
         {"wss://", "wss:h", "ws://h:0/?s=geheim", "wss%3A%2F%2Fh%2F%3Fs%3Dgeheim%"}) {
        const auto target = parse_target(text);
        ASSERT_FALSE(target) << text;
        EXPECT_EQ(target.failure().code, ExitCode::usage);
        EXPECT_EQ(target.failure().sentence.find("geheim"), std::string::npos);
    }
}

TEST(TargetTest, VncAddresses) {
    const auto address = [](const char* text) {
        return std::get<VncTarget>(*parse_target(text)).address;
    };
    EXPECT_EQ(address("vnc://h"), (Authority{"h", 5900}));
    EXPECT_EQ(address("vnc://H:5901/"), (Authority{"h", 5901}));
    EXPECT_EQ(address("VNC://[::1]:1"), (Authority{"::1", 1}));
    EXPECT_TRUE(address("vnc://127.0.0.1").loopback());
    for (const char* text : {"vnc://", "vnc:///", "vnc://:5900", "vnc://:geheim@h", "vnc://h/p",
                             "vnc://h?password=geheim", "vnc://h#f", "vnc://h:0", "vnc://h::1"}) {
        const auto target = parse_target(text);
        ASSERT_FALSE(target) << text;
        EXPECT_EQ(target.failure().code, ExitCode::usage);
        EXPECT_EQ(target.failure().sentence.find("geheim"), std::string::npos);
    }
}

TEST(TargetTest, WhatIsNoTarget) {
    for (const char* text : {"", "web-server-1", "I-abc", "h:5900", "vnc:h", "ftp://h",
                             "https://g.alicdn.com/index.html?vncUrl=geheim&password=geheim",
                             "HTTP://h/?geheim", "geheim"}) {
        const auto target = parse_target(text);
        ASSERT_FALSE(target) << text;
        EXPECT_EQ(target.failure().code, ExitCode::usage);
        EXPECT_EQ(target.failure().sentence.find("geheim"), std::string::npos);
    }
}

}  // namespace
}  // namespace ecsview::options
