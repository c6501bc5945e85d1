// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/console_hosts.h"

#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

// As a VncUrl of the API names it.
bool leads(const ConsoleHosts& hosts, const std::string& authority) {
    auto url = decode_vnc_url("wss://" + authority + "/websockify/?s=secret");
    return url && hosts.require(std::move(*url));
}

bool leads(std::string_view list, const std::string& authority) {
    const auto hosts = ConsoleHosts::parse(list);
    EXPECT_TRUE(hosts) << list;
    return hosts && leads(*hosts, authority);
}

TEST(ConsoleHostsTest, ThePlatformsOwn) {
    for (const char* host :
         {"hz01-vncproxy.aliyun.com", "a.b.aliyuncs.com", "x.alibabacloud.com", "x.aliyun.com:444",
          "X.ALIYUN.COM", "x.aliyun.com.", "xn--bcher-kva.aliyun.com"})
        EXPECT_TRUE(leads(ConsoleHosts(), host)) << host;
}

TEST(ConsoleHostsTest, WhatOnlyLooksLikeThem) {
    for (const char* host : {"evilaliyun.com",
                             "evil-aliyun.com",
                             "aliyun.com.evil",
                             "x.aliyun.com.evil.example",
                             "aliyun.com",
                             "aliyuncs.com.",
                             ".aliyun.com",
                             "x..aliyun.com",
                             "x.aliyun.com..",
                             "x.aliyun.co",
                             "x.aliyun.comm",
                             "aliyun.com@evil.example",
                             "evil.example@x.aliyun.com",
                             "u:p@x.aliyun.com",
                             "x.al\xC4\xB1yun.com",
                             "x.aliyun.com%2eevil.example",
                             "xn--alyun-q4a.com",
                             "evil.example",
                             "127.0.0.1",
                             "[::1]",
                             "[::ffff:127.0.0.1]",
                             "localhost",
                             "x.aliyun.com:0",
                             "x.aliyun.com:"})
        EXPECT_FALSE(leads(ConsoleHosts(), host)) << host;
    for (const char* url : {"wss://evil.example/.aliyun.com", "wss://evil.example?x.aliyun.com",
                            "wss://evil.example#x.aliyun.com", "wss:\\\\x.aliyun.com",
                            "wss://evil.example\\.aliyun.com", "wss://evil.example;x.aliyun.com"}) {
        auto decoded = decode_vnc_url(url);
        EXPECT_FALSE(decoded && ConsoleHosts().require(std::move(*decoded))) << url;
    }
}

TEST(ConsoleHostsTest, NamesSuffixesAndAddresses) {
    EXPECT_TRUE(leads("proxy.example", "proxy.example"));
    EXPECT_TRUE(leads("Proxy.Example.", "proxy.example:9"));
    EXPECT_TRUE(leads("proxy.example", "PROXY.example."));
    EXPECT_FALSE(leads("proxy.example", "a.proxy.example"));
    EXPECT_FALSE(leads("proxy.example", "xproxy.example"));
    EXPECT_TRUE(leads(".Corp.example.", "a.corp.example"));
    EXPECT_TRUE(leads(".corp.example", "a.b.corp.example."));
    EXPECT_FALSE(leads(".corp.example", "corp.example"));
    EXPECT_FALSE(leads(".corp.example", "evilcorp.example"));
    EXPECT_FALSE(leads(".corp.example", "a.corp.example.evil"));
    EXPECT_TRUE(leads("10.0.0.1", "10.0.0.1:8443"));
    EXPECT_FALSE(leads("10.0.0.1", "10.0.0.10"));
    EXPECT_FALSE(leads("10.0.0.1", "110.0.0.1"));
    for (const char* list : {"::1", "[::1]", "0:0::1"})
        for (const char* host : {"[::1]", "[0:0::1]:9", "[0000::0001]"})
            EXPECT_TRUE(leads(list, host)) << list << " " << host;
    EXPECT_TRUE(leads("2001:DB8::A", "[2001:db8::a]"));
    EXPECT_FALSE(leads("::1", "[::2]"));
    EXPECT_FALSE(leads("localhost", "127.0.0.1"));
}

TEST(ConsoleHostsTest, SeveralAndStillThePlatforms) {
    for (const char* host : {"a", "x.b", "10.0.0.1", "[::1]", "x.aliyun.com"})
        EXPECT_TRUE(leads("a,.b,10.0.0.1,::1", host)) << host;
    EXPECT_FALSE(leads("a,.b,10.0.0.1,::1", "b"));
}

TEST(ConsoleHostsTest, ListsThatAreNone) {
    for (const char* list : {"",
                             ",",
                             "a,",
                             ",a",
                             "a,,b",
                             "a b",
                             "a, b",
                             ".",
                             "..a",
                             ".a..b",
                             "*",
                             "*.a",
                             "a:443",
                             "a:",
                             "[::1]:443",
                             "::1:x",
                             "[::1",
                             "::1]",
                             "u@a",
                             "wss://a",
                             "a/",
                             ".10.0.0.1",
                             ".1",
                             "10.0.0.0/8",
                             ".::1",
                             ".[::1]",
                             "fe80::1%eth0",
                             "b\xC3\xBC"
                             "cher.example",
                             "?"})
        EXPECT_FALSE(ConsoleHosts::parse(list)) << list;
}

TEST(ConsoleHostsTest, TheSentenceSaysHostAndWhatToDo) {
    const auto refused = ConsoleHosts().require(*decode_vnc_url("wss://[::2]:5/?s=secret"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.failure().code, ExitCode::api);
    EXPECT_EQ(refused.failure().advice.retry, Retry::never);
    EXPECT_EQ(refused.failure().sentence,
              "The API's VNC URL leads to [::2], which is no host of the platform; if consoles are "
              "meant to be there, give --console-hosts ::2.");
}

}  // namespace
}  // namespace ecsview::ecs
