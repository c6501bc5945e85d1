// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/endpoint.h"

#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

TEST(EndpointTest, OfARegion) {
    const auto endpoint = region_endpoint("cn-hangzhou");
    ASSERT_TRUE(endpoint);
    EXPECT_EQ(endpoint->url(), "https://ecs.cn-hangzhou.aliyuncs.com");
    EXPECT_EQ(endpoint->host_header(), "ecs.cn-hangzhou.aliyuncs.com");
}

TEST(EndpointTest, ARegionCannotBecomeAnotherHost) {
    for (const std::string region : {"", "a.b", "a/b", "a@b", "a#", "a?", "a:1", "a b", "a\n",
                                     "a_b", "-a", "a-", "--fullscreen", "\xc3\xbc"}) {
        const auto endpoint = region_endpoint(region);
        ASSERT_FALSE(endpoint) << region;
        EXPECT_EQ(endpoint.failure().code, ExitCode::usage);
    }
    EXPECT_TRUE(valid_region(std::string(40, 'a')));
    EXPECT_FALSE(valid_region(std::string(41, 'a')));
}

TEST(EndpointTest, AHostThatIsToldHasToBeThePlatforms) {
    const auto host = [](const char* told, Network network = Network::internet) {
        return told_endpoint(told, "cn-a", network)->host_header();
    };
    EXPECT_EQ(host("ecs-cn-hangzhou.aliyuncs.com"), "ecs-cn-hangzhou.aliyuncs.com");
    for (const char* told :
         {"", "evil.example", "evilaliyuncs.com", "ecs.aliyuncs.com.evil.example",
          "evil.example/.aliyuncs.com", "evil.example#.aliyuncs.com", "user@ecs.aliyuncs.com",
          ".aliyuncs.com", "ecs.aliyuncs.com:444", "evil.example\r\n.aliyuncs.com", "aliyuncs.com"})
        EXPECT_EQ(host(told), "ecs.cn-a.aliyuncs.com") << told;
    // It is told for the internet.
    EXPECT_EQ(host("ecs-cn-hangzhou.aliyuncs.com", Network::vpc), "ecs-vpc.cn-a.aliyuncs.com");
}

TEST(EndpointTest, Takes) {
    const std::pair<const char*, const char*> cases[] = {
        {"ecs.aliyuncs.com", "https://ecs.aliyuncs.com"},
        {"h:8443", "https://h:8443"},
        {"h:443", "https://h"},
        {"h:80", "https://h:80"},
        {"https://H/", "https://h"},
        {"https://h:8443", "https://h:8443"},
        {"https://h:443/", "https://h"},
        {"[::1]:1", "https://[::1]:1"},
        {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
        {"http://localhost:80/", "http://localhost"},
        {"http://[::1]", "http://[::1]"},
        {"127.0.0.1:18443", "https://127.0.0.1:18443"},
    };
    for (const auto& [text, url] : cases) {
        const auto endpoint = parse_endpoint(text);
        ASSERT_TRUE(endpoint) << text << ": " << endpoint.failure().sentence;
        EXPECT_EQ(endpoint->url(), url);
    }
}

TEST(EndpointTest, Refuses) {
    for (const std::string text :
         {"", "https://", "http://h", "http://127.0.0.1.example.com", "http://10.0.0.1", "ftp://h",
          "HTTP://h", "https://h/path", "h/path", "h?q", "h#f", "https://u:geheim@h", "u@h", "h:0",
          "h:", "://h", "https://h//", "h\r\nX: y"}) {
        const auto endpoint = parse_endpoint(text);
        ASSERT_FALSE(endpoint) << text;
        EXPECT_EQ(endpoint.failure().code, ExitCode::usage);
        EXPECT_EQ(endpoint.failure().sentence.find("geheim"), std::string::npos);
    }
}

}  // namespace
}  // namespace ecsview::ecs
