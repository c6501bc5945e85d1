// SPDX-License-Identifier: GPL-2.0-or-later
#include "console_name.h"

#include <gtest/gtest.h>

#include <optional>

namespace ecsview {
namespace {

options::Target target(const char* text) {
    auto parsed = options::parse_target(text);
    EXPECT_TRUE(parsed) << parsed.failure().sentence;
    return std::move(*parsed);
}

TEST(ConsoleName, TheTitleIsWhatTheUserAskedFor) {
    EXPECT_EQ(title_of(target("i-bp1hzoinajzkh91h")), "i-bp1hzoinajzkh91h");
    EXPECT_EQ(title_of(target("web server")), "web server");
    EXPECT_EQ(title_of(target("vnc://h")), "h:5900");
    EXPECT_EQ(title_of(target("vnc://[::1]:5901")), "[::1]:5901");
}

// A ticket opens the console, and a password does too.
TEST(ConsoleName, NoSecretIsInATitleOrAName) {
    for (const char* text :
         {"wss://proxy.example.com/vnc/?ticket=geheim", "vnc://h?VncPassword=geheim"}) {
        EXPECT_EQ(title_of(target(text)).find("geheim"), std::string::npos) << text;
        EXPECT_EQ(console_name(target(text), {}).find("geheim"), std::string::npos) << text;
    }
    EXPECT_EQ(title_of(target("wss://proxy.example.com/?ticket=geheim")), "proxy.example.com");
}

TEST(ConsoleName, ALinkIsCalledByItsInstanceElseByItsProxy) {
    const std::string page = "https://ecs.console.aliyun.com/vnc/index.htm?";
    const std::string url = "vncUrl=wss%3A%2F%2Fproxy.example.com%2F%3Fticket%3Dgeheim";
    EXPECT_EQ(title_of(target((page + "instanceId=i-abc&" + url).c_str())), "i-abc");
    EXPECT_EQ(title_of(target((page + url).c_str())), "proxy.example.com");
}

TEST(ConsoleName, ConnectionsAreCountedByWhoCountsThem) {
    const auto name = [](const char* text, const char* endpoint = nullptr) {
        std::optional<ecs::Endpoint> api;
        if (endpoint) api = *ecs::parse_endpoint(endpoint);
        return console_name(target(text), api);
    };
    EXPECT_EQ(name("i-abc"), "/i-abc");
    EXPECT_NE(name("i-abc", "api.example.com"), name("i-abc"));
    EXPECT_NE(name("i-abc", "api.example.com"), name("i-abc", "other.example.com"));
    EXPECT_EQ(name("vnc://h", "api.example.com"), "h:5900") << "no API is asked";
    EXPECT_EQ(name("wss://p.example.com/?a=1"), name("wss://p.example.com/?b=2"));
    EXPECT_NE(name("wss://p.example.com:444/"), name("wss://p.example.com/"));
}

std::string neighbourhood(const char* text, std::string region = {}) {
    options::Options options;
    options.target = target(text);
    options.region = std::move(region);
    return neighbourhood_of(options);
}

TEST(ConsoleName, InstancesOfARegionAreNeighbours) {
    EXPECT_EQ(neighbourhood("i-bp1hzoinajzkh91h"), "/cn-hangzhou");
    EXPECT_EQ(neighbourhood("i-bp1hzoinajzkh91h", "cn-beijing"), "/cn-beijing");
    EXPECT_EQ(neighbourhood("web server", "cn-beijing"), "/cn-beijing");
    EXPECT_EQ(neighbourhood("i-zzz1hzoinajzkh91h"), "/i-zzz1hzoinajzkh91h");
    for (const char* direct : {"vnc://h", "wss://proxy.example.com/?ticket=x"})
        EXPECT_EQ(neighbourhood(direct, "cn-beijing"), "") << direct;
}

}  // namespace
}  // namespace ecsview
