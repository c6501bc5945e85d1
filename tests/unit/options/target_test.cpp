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
                             "vnc://h/p?VncPassword=geheim", "vnc://h#f", "vnc://h:0", "vnc://h::1",
                             "vnc://h/?VncPassword=geheim#f"}) {
        const auto target = parse_target(text);
        ASSERT_FALSE(target) << text;
        EXPECT_EQ(target.failure().code, ExitCode::usage);
        EXPECT_EQ(target.failure().sentence.find("geheim"), std::string::npos);
    }
}

const VncTarget& vnc(const Result<Target>& target) {
    return std::get<VncTarget>(*target);
}

// RFC 7869 and the registry that it has set up.
TEST(TargetTest, ParametersOfAVncAddressThatAreUsed) {
    for (const char* text :
         {"vnc://h/?VncPassword=g%26h%3D+&ViewOnly=true", "vnc://h?ViewOnly=TRUE&vncpassword=g&h=+",
          "vnc://h:5900/?ConnectionName=web%20server&ViewOnly=1&VncPassword=g%26h%3D+"}) {
        const auto target = parse_target(text);
        ASSERT_TRUE(target) << text;
        EXPECT_EQ(vnc(target).address, (Authority{"h", 5900}));
        EXPECT_TRUE(vnc(target).view_only);
        EXPECT_EQ(vnc(target).password.reveal().substr(0, 1), "g");
    }
    EXPECT_EQ(vnc(parse_target("vnc://h/?VncPassword=g%26h%3D+")).password.reveal(), "g&h=+");
    const auto none = parse_target("vnc://[::1]:5901?ViewOnly=false&VncPassword=&SshHost=");
    ASSERT_TRUE(none);
    EXPECT_EQ(vnc(none).address, (Authority{"::1", 5901}));
    EXPECT_FALSE(vnc(none).view_only);
    EXPECT_TRUE(vnc(none).password.empty());
}

TEST(TargetTest, ParametersOfAVncAddressThatChangeNothingHere) {
    for (const char* text :
         {"vnc://h?", "vnc://h/?&&", "vnc://h/?ConnectionName=a&VncUsername=b&ColorLevel=1",
          "vnc://h/?SaveConnection=true&com.example.x=1&flag", "vnc://h/?ChannelType=1",
          "vnc://h/?SecurityType=1", "vnc://h/?SecurityType=2", "vnc://h/?ViewOnly=0"}) {
        const auto target = parse_target(text);
        ASSERT_TRUE(target) << text << ": " << target.failure().sentence;
        EXPECT_FALSE(vnc(target).view_only) << text;
        EXPECT_TRUE(vnc(target).password.empty()) << text;
    }
}

// To go on without it would be less than the address asks for.
TEST(TargetTest, ParametersOfAVncAddressThatCannotBeMet) {
    const std::pair<const char*, const char*> cases[] = {
        {"ChannelType=23", "ChannelType"},
        {"channeltype=24", "ChannelType"},
        {"SecurityType=19", "SecurityType"},
        {"SshHost=geheim", "ssh -L"},
        {"SshPort=22", "ssh -L"},
        {"SshUsername=geheim", "ssh -L"},
        {"SshPassword=geheim", "ssh -L"},
        {"IdHash=geheim", "IdHash"},
        {"IdHashAlgorithm=4", "IdHash"},
        {"ConnectionName=%zz", "percent-encoding"},
        {"VncPassword=geheim%00", "VncPassword"},
    };
    for (const auto& [query, words] : cases) {
        const auto target = parse_target("vnc://h/?ViewOnly=true&" + std::string(query));
        ASSERT_FALSE(target) << query;
        EXPECT_EQ(target.failure().code, ExitCode::usage);
        EXPECT_NE(target.failure().sentence.find(words), std::string::npos) << query;
        EXPECT_EQ(target.failure().sentence.find("geheim"), std::string::npos);
    }
    EXPECT_TRUE(parse_target("vnc://h/?VncPassword=" + std::string(255, 'x')));
    EXPECT_FALSE(parse_target("vnc://h/?VncPassword=" + std::string(256, 'x')));
    const auto saved = parse_target("vnc:///?ConnectionName=web");
    ASSERT_FALSE(saved);
    EXPECT_NE(saved.failure().sentence.find("no host"), std::string::npos);
}

TEST(TargetTest, InstanceNames) {
    for (const char* name : {"web-server-1", "I-abc", "web", "\xe7\xbd\x91\xe7\xab\x99",
                             "a.b_c [1]", "web:80", "h:5900", "vnc:h", "a:"}) {
        const auto target = parse_target(name);
        ASSERT_TRUE(target) << name;
        EXPECT_EQ(std::get<InstanceName>(*target).text, name);
    }
    EXPECT_FALSE(parse_target(std::string(600, 'a')));
}

TEST(TargetTest, LinksOfTheWebConsole) {
    const auto target = parse_target(
        "https://g.alicdn.com/aliyun/ecs-console-vnc2/0.0.8/index.html?vncUrl=wss%3A%2F%2Fh%2F%3Fs%"
        "3Da%252F&instanceId=i-wz9&isWindows=true&password=111111");
    ASSERT_TRUE(target);
    const auto& link = std::get<ecs::PageLink>(*target);
    EXPECT_EQ(link.url->target.reveal(), "/?s=a%2F");
    EXPECT_EQ(link.instance_id, "i-wz9");
}

TEST(TargetTest, WhatIsNoTarget) {
    for (const char* text : {"", "a", ":80", "ws:x", "wss:h", "ftp://h", "1and1", "-web", "web/1",
                             "web?geheim", "web\n", "web\x1b", "web\xff", "\xc3", " web", "web%20",
                             "https://g.alicdn.com/index.html?vncUrl=geheim&password=geheim",
                             "HTTP://h/?geheim", "https://h/?instanceId=geheim!"}) {
        const auto target = parse_target(text);
        ASSERT_FALSE(target) << text;
        EXPECT_EQ(target.failure().code, ExitCode::usage);
        EXPECT_EQ(target.failure().sentence.find("geheim"), std::string::npos);
    }
}

}  // namespace
}  // namespace ecsview::options
