// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/authority.h"

#include <gtest/gtest.h>

namespace ecsview {
namespace {

using namespace std::string_literals;

TEST(AuthorityTest, TakesHostsAndPorts) {
    struct Case {
        std::string text;
        Authority expected;
    };
    const Case cases[] = {
        {"example.com", {"example.com", 443}},
        {"EXAMPLE.com:8443", {"example.com", 8443}},
        {"h:1", {"h", 1}},
        {"h:65535", {"h", 65535}},
        {"h:0443", {"h", 443}},
        {"hz01_vncproxy.aliyun.com", {"hz01_vncproxy.aliyun.com", 443}},
        {"127.0.0.1:80", {"127.0.0.1", 80}},
        {"[::1]", {"::1", 443}},
        {"[2001:DB8::1]:99", {"2001:db8::1", 99}},
        {"[::ffff:127.0.0.1]", {"::ffff:127.0.0.1", 443}},
        {"[0:0:0:0:0:0:0:1]:1", {"::1", 1}},
        {"[2001:0DB8:0::0:001]", {"2001:db8::1", 443}},
        {"example.com.", {"example.com", 443}},
        {"LOCALHOST.:1", {"localhost", 1}},
        {"127.0.0.1.", {"127.0.0.1", 443}},
        {"xn--bcher-kva.example", {"xn--bcher-kva.example", 443}},
        {"9f3c1", {"9f3c1", 443}},
        {std::string(63, 'a') + ".b", {std::string(63, 'a') + ".b", 443}},
    };
    for (const auto& c : cases) {
        const auto result = parse_authority(c.text, 443);
        ASSERT_TRUE(result) << c.text << ": " << result.failure().sentence;
        EXPECT_EQ(*result, c.expected) << c.text;
    }
}

TEST(AuthorityTest, RefusesWhatIsNoHostOrNoPort) {
    const std::string cases[] = {"",
                                 ":443",
                                 "[]",
                                 "[]:1",
                                 "user@host",
                                 "user:pw@host",
                                 "h:",
                                 "h:0",
                                 "h:65536",
                                 "h:-1",
                                 "h:+1",
                                 "h:1x",
                                 "h: 1",
                                 "h:99999999999",
                                 "a:1:2",
                                 "::1",
                                 "[::1",
                                 "[::1]x",
                                 "[::1]:",
                                 "[::1%25eth0]",
                                 "[fe80::1%eth0]",
                                 "[127.0.0.1]",
                                 "[h]",
                                 "127.1",
                                 "127.0.0.256",
                                 "127.0.0.0x1",
                                 "0x7f000001",
                                 "2130706433",
                                 "1.2.3.4.5",
                                 "a..b",
                                 ".a",
                                 ".",
                                 "a..",
                                 "[::1.]",
                                 "-a",
                                 "a-",
                                 "a b",
                                 "a%41",
                                 "a/b",
                                 "a\\b",
                                 "a\r\nb",
                                 "a\0b"s,
                                 "[::1\0x]"s,
                                 "b\xc3\xbc"s,
                                 "*.com",
                                 std::string(64, 'a'),
                                 std::string(126, 'a') + ".",
                                 "fe80::1%eth0"};
    for (const auto& text : cases) EXPECT_FALSE(parse_authority(text, 443)) << text;
    std::string long_name;
    while (long_name.size() < 254) long_name += "abcdefgh.";
    EXPECT_FALSE(parse_authority(long_name + "c", 443));
}

TEST(AuthorityTest, SaysWhatIsWrongWithAHostThatPeopleHave) {
    EXPECT_NE(parse_authority("[fe80::1%eth0]", 1).failure().sentence.find("zone"),
              std::string::npos);
    EXPECT_NE(parse_authority("b\xc3\xbc"
                              "cher.example",
                              1)
                  .failure()
                  .sentence.find("xn--"),
              std::string::npos);
}

TEST(AuthorityTest, HasBracketsWhereverItIsShown) {
    EXPECT_EQ((Authority{"::1", 9}).shown(), "[::1]");
    EXPECT_EQ((Authority{"h", 9}).shown(), "h");
    EXPECT_EQ((Authority{"::1", 9}).text(), "[::1]:9");
    EXPECT_EQ((Authority{"::1", 9}).text(9), "[::1]");
}

TEST(AuthorityTest, KeepsTheTextOutOfTheClause) {
    const auto result = parse_authority("tom:geheim@host", 443);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.failure().sentence.find("geheim"), std::string::npos);
}

TEST(AuthorityTest, KnowsWhatCannotLeaveTheMachine) {
    for (const char* text : {"localhost", "LocalHost", "127.0.0.1", "127.255.255.254", "[::1]"})
        EXPECT_TRUE(parse_authority(text, 1)->loopback()) << text;
    for (const char* text : {"localhost.example.com", "127.0.0.1.example.com", "128.0.0.1",
                             "10.0.0.1", "0.0.0.0", "[::]", "[::ffff:127.0.0.1]", "127-0-0-1"})
        EXPECT_FALSE(parse_authority(text, 1)->loopback()) << text;
}

TEST(AuthorityTest, WritesAHostHeader) {
    EXPECT_EQ((Authority{"h", 443}.text(443)), "h");
    EXPECT_EQ((Authority{"h", 80}.text(443)), "h:80");
    EXPECT_EQ((Authority{"::1", 443}.text(443)), "[::1]");
    EXPECT_EQ((Authority{"::1", 1}.text(443)), "[::1]:1");
    EXPECT_EQ((Authority{"h", 443}.text()), "h:443");
}

}  // namespace
}  // namespace ecsview
