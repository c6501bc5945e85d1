// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

namespace ecsview {
namespace {

const Authority console{"hz01-vncproxy.aliyun.com", 443};

TEST(ProxyTest, ReadsAUrl) {
    const auto proxy = parse_proxy("http://us%65r:p%40ss%3Aword@proxy.example.com:3128/");
    ASSERT_TRUE(proxy);
    EXPECT_EQ(proxy->authority, (Authority{"proxy.example.com", 3128}));
    EXPECT_EQ(proxy->user.reveal(), "user");
    EXPECT_EQ(proxy->password.reveal(), "p@ss:word");
    EXPECT_EQ(proxy->url(), "http://proxy.example.com:3128");
}

TEST(ProxyTest, ReadsShortForms) {
    EXPECT_EQ(parse_proxy("proxy:3128")->authority, (Authority{"proxy", 3128}));
    EXPECT_EQ(parse_proxy("http://10.0.0.1")->authority, (Authority{"10.0.0.1", 8080}));
    EXPECT_EQ(parse_proxy("http://[::1]:99")->authority, (Authority{"::1", 99}));
    EXPECT_EQ(parse_proxy("http://user@p:1")->user.reveal(), "user");
    EXPECT_TRUE(parse_proxy("http://user@p:1")->password.empty());
}

TEST(ProxyTest, KnowsFourKindsAndTheirUsualPorts) {
    const struct {
        const char* url;
        ProxyKind kind;
        std::uint16_t port;
        const char* for_curl;
    } cases[] = {
        {"HTTP://p", ProxyKind::http, 8080, "http://p:8080"},
        {"https://p", ProxyKind::https, 443, "https://p:443"},
        {"socks5://p", ProxyKind::socks5, 1080, "socks5://p:1080"},
        {"Socks5h://[::1]:9", ProxyKind::socks5h, 9, "socks5h://[::1]:9"},
    };
    for (const auto& c : cases) {
        const auto proxy = parse_proxy(c.url);
        ASSERT_TRUE(proxy) << c.url;
        EXPECT_EQ(proxy->kind, c.kind) << c.url;
        EXPECT_EQ(proxy->authority.port, c.port) << c.url;
        EXPECT_EQ(proxy->url(), c.for_curl);
        EXPECT_EQ(proxy->copy().kind, c.kind);
    }
}

TEST(ProxyTest, RefusesTheRestWithoutRepeatingIt) {
    for (const char* url : {"", "http://", "ftp://p:1", "socks4://p:1", "socks://p:1", "http://p:0",
                            "http://p:1/path", "http://a%zz:secret@p:1", "http://a%0a:secret@p:1",
                            "http://a%3ab:secret@p:1", "https://a%3ab:secret@p:1",
                            "http://a:secret@", "http://a:secret@p:1 x", "socks5://:secret@p:1"}) {
        const auto proxy = parse_proxy(url);
        ASSERT_FALSE(proxy) << url;
        EXPECT_EQ(proxy.failure().sentence.find("secret"), std::string::npos);
    }
    for (const std::string login : {"u:", ""}) {
        EXPECT_TRUE(parse_proxy("http://" + login + std::string(255, 'x') + "@p:1"));
        EXPECT_FALSE(parse_proxy("http://" + login + std::string(256, 'x') + "@p:1"));
    }
    EXPECT_EQ(parse_proxy("socks5://a%3ab:c@p")->user.reveal(), "a:b");
}

TEST(ProxyTest, ListedNames) {
    for (const char* list :
         {"*", "aliyun.com", ".aliyun.com", "*.aliyun.com", "a, b ,ALIYUN.com,", "x\taliyun.com",
          "hz01-vncproxy.aliyun.com", "aliyun.com:443", "aliyun.com."})
        EXPECT_TRUE(is_listed(list, console)) << list;
    for (const char* list : {"", ",", ".", "*.", "yun.com", "com.aliyun", "aliyun.com:80",
                             "www.hz01-vncproxy.aliyun.com", "10.0.0.0/8", "**"})
        EXPECT_FALSE(is_listed(list, console)) << list;
}

TEST(ProxyTest, ListedAddresses) {
    const Authority v4{"10.1.2.3", 443}, v6{"fd00::17", 443};
    for (const char* list : {"10.1.2.3", "10.0.0.0/8", "10.1.2.2/31", "0.0.0.0/0", "10.1.2.3:443"})
        EXPECT_TRUE(is_listed(list, v4)) << list;
    for (const char* list : {"10.1.2.4", "11.0.0.0/8", "10.1.2.0/33", "10.0.0.0/", "10.0.0.0/x",
                             "1.2.3", "fd00::/0", "10.1.2.3:80"})
        EXPECT_FALSE(is_listed(list, v4)) << list;
    for (const char* list : {"fd00::17", "FD00:0::17", "fd00::/16", "[fd00::17]", "[fd00::17]:443"})
        EXPECT_TRUE(is_listed(list, v6)) << list;
    for (const char* list : {"fd00::18", "[fd00::17]:80", "[fd00::17", "0.0.0.0/0"})
        EXPECT_FALSE(is_listed(list, v6)) << list;
}

class ProxyEnvironmentTest : public testing::Test {
protected:
    ~ProxyEnvironmentTest() override { clear(); }
    ProxyEnvironmentTest() { clear(); }
    static void clear() {
        for (const char* name :
             {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"})
            unsetenv(name);
    }
};

// The host of the proxy in force, "none" or "unusable".
std::string in_force() {
    const auto proxy = proxy_for(console);
    if (!proxy) return "unusable";
    return *proxy ? (*proxy)->authority.host : "none";
}

TEST_F(ProxyEnvironmentTest, TheOneForHttpsThenTheOneForAllAndSmallLettersFirst) {
    EXPECT_EQ(in_force(), "none");
    setenv("ALL_PROXY", "http://all-large:1", 1);
    EXPECT_EQ(in_force(), "all-large");
    setenv("all_proxy", "socks5h://all-small:1", 1);
    EXPECT_EQ(in_force(), "all-small");
    setenv("HTTPS_PROXY", "http://large:1", 1);
    EXPECT_EQ(in_force(), "large");
    setenv("https_proxy", "http://small:1", 1);
    EXPECT_EQ(in_force(), "small");
    setenv("NO_PROXY", "aliyun.com", 1);
    EXPECT_EQ(in_force(), "none");
    setenv("no_proxy", "example.com", 1);
    EXPECT_EQ(in_force(), "small");
}

TEST_F(ProxyEnvironmentTest, WhatCannotBeUsedIsSaidToWhoeverWouldUseIt) {
    setenv("https_proxy", "gopher://u:secret@p:1", 1);
    EXPECT_EQ(in_force(), "unusable");
    const auto failure = proxy_for(console).failure();
    EXPECT_EQ(failure.code, ExitCode::usage);
    EXPECT_THAT(failure.sentence, testing::Not(testing::HasSubstr("secret")));
    EXPECT_THAT(failure.sentence, testing::HasSubstr("no_proxy"));
    setenv("no_proxy", "*", 1);
    EXPECT_EQ(in_force(), "none");
}

}  // namespace
}  // namespace ecsview
