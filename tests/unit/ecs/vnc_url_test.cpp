// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/vnc_url.h"

#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

using namespace std::string_literals;

// The sample of the platform's page on DescribeInstanceVncUrl.
constexpr const char* sample =
    "wss%3A%2F%2Fhz01-vncproxy.aliyun.com%2Fwebsockify%2F%3Fs%3DDvh%252FIA%"
    "252BYc73gWO48cBx2gBxUDVzaA"
    "nSKr74pq30mzqUYgeUMcB%252FbkNixDxdEA996";

TEST(VncUrlTest, DecodesTheSampleExactlyOnce) {
    const auto url = decode_vnc_url(sample);
    ASSERT_TRUE(url);
    EXPECT_TRUE(url->tls);
    EXPECT_EQ(url->authority, (Authority{"hz01-vncproxy.aliyun.com", 443}));
    EXPECT_EQ(
        url->target.reveal(),
        "/websockify/?s=Dvh%2FIA%2BYc73gWO48cBx2gBxUDVzaAnSKr74pq30mzqUYgeUMcB%2FbkNixDxdEA996");
    EXPECT_EQ(url->display(), "wss://hz01-vncproxy.aliyun.com/websockify/?...");
    EXPECT_EQ(url->host_header(), "hz01-vncproxy.aliyun.com");
}

struct Taken {
    std::string text;
    bool tls;
    std::string host;
    int port;
    std::string target;
};

TEST(VncUrlTest, Takes) {
    const Taken cases[] = {
        {"wss://h/p?s=1", true, "h", 443, "/p?s=1"},
        {"ws://h/p?s=1", false, "h", 80, "/p?s=1"},
        {"WSS://H/P", true, "h", 443, "/P"},
        {"Ws://h/", false, "h", 80, "/"},
        {"wss%3A%2F%2Fh%2Fp", true, "h", 443, "/p"},
        {"wss%3a%2f%2fh%2fp", true, "h", 443, "/p"},
        {"WSS%3A%2F%2Fh%2Fp", true, "h", 443, "/p"},
        {"ws%3A%2F%2Fh%3A8080%2Fp", false, "h", 8080, "/p"},
        {"ws%3a//h/p", false, "h", 80, "/p"},
        {"wss%3A//h/p?s=%252F", true, "h", 443, "/p?s=%2F"},
        {"wss://h/p?s=%2F%2B", true, "h", 443, "/p?s=%2F%2B"},
        {"wss://h/p?s=%252F", true, "h", 443, "/p?s=%252F"},
        {"wss://h/p?s=a+b", true, "h", 443, "/p?s=a+b"},
        {"wss%3A%2F%2Fh%2Fp%3Fs%3Da+b%2Bc%252Bd", true, "h", 443, "/p?s=a+b+c%2Bd"},
        {"wss://h", true, "h", 443, "/"},
        {"wss://h?s=1", true, "h", 443, "/?s=1"},
        {"wss://h:8443?s=1", true, "h", 8443, "/?s=1"},
        {"wss://h/?a=1&b=2?c", true, "h", 443, "/?a=1&b=2?c"},
        {"wss://h/a:b@c", true, "h", 443, "/a:b@c"},
        {"wss://h/?s=wss%3A%2F%2Fx", true, "h", 443, "/?s=wss%3A%2F%2Fx"},
        {"wss://h/100%", true, "h", 443, "/100%"},
        {"wss://[::1]:8443/p", true, "::1", 8443, "/p"},
        {"wss%3A%2F%2F%5B2001%3Adb8%3A%3A1%5D%2F", true, "2001:db8::1", 443, "/"},
        {"ws://127.0.0.1:5700", false, "127.0.0.1", 5700, "/"},
        {"wss://h//double", true, "h", 443, "//double"},
        {"wss://" + std::string(63, 'a') + "." + std::string(63, 'b') + "/", true,
         std::string(63, 'a') + "." + std::string(63, 'b'), 443, "/"},
    };
    for (const auto& c : cases) {
        const auto url = decode_vnc_url(c.text);
        ASSERT_TRUE(url) << c.text << ": " << url.failure().sentence;
        EXPECT_EQ(url->tls, c.tls) << c.text;
        EXPECT_EQ(url->authority.host, c.host) << c.text;
        EXPECT_EQ(url->authority.port, c.port) << c.text;
        EXPECT_EQ(url->target.reveal(), c.target) << c.text;
    }
}

TEST(VncUrlTest, Refuses) {
    const std::string cases[] = {
        "",
        "h/p",
        "https://h/p",
        "http%3A%2F%2Fh",
        "vnc://h",
        "wss:",
        "wss:/h",
        "wss://",
        "wss:///p",
        "wss://?s=1",
        "wss:%2F%2Fh",                // half encoded
        "wss%253A%252F%252Fh%252Fp",  // encoded twice
        "wss%3A%252F%252Fh%252Fp",    // in parts twice
        "wss%3A%2F%2Fh%2Fp%3",        // cut
        "wss%3A%2F%2Fh%2Fp%3Fs%3D%zz",
        "wss%3A",
        "ws%3A%2F%2F",
        " wss://h/",
        "wss://h/ ",
        "wss://h/\n",
        "wss://h/p?s=a b",
        "wss%3A%2F%2Fh%2Fp%3Fs%3Da%20b",
        "wss%3A%2F%2Fh%2F%0d%0aX-Evil:%201",
        "wss%3A%2F%2Fh%2F%00",
        "wss://h/?s=%00",
        "wss://h/\0"s,
        "wss://h/\x7f",
        "wss://h/\xe4\xb8\xad",
        "wss://h/#f",
        "wss://h#f",
        "wss://h/?s=1#f",
        "wss://tom@h/",
        "wss://tom:geheim@h/",
        "wss%3A%2F%2Ftom%3Ageheim%40h%2F",
        "wss://h:0/",
        "wss://h:65536/",
        "wss://h:/",
        "wss://h:x/",
        "wss://[::1/",
        "wss://[::1%25lo]/",
        "wss://::1/",
        "wss://127.1/",
        "wss://h%2Fp/",
        "wss://a..b/",
        "wss://h\\@evil/",
        "wss://" + std::string(63, 'a') + "." + std::string(63, 'b') + "." + std::string(63, 'c') +
            "." + std::string(62, 'd') + "/",  // 254 characters
        "wss://h/" + std::string(64 * 1024, 'a'),
    };
    for (const auto& text : cases) {
        const auto url = decode_vnc_url(text);
        ASSERT_FALSE(url) << text;
        EXPECT_EQ(url.failure().code, ExitCode::api);
        EXPECT_TRUE(url.failure().sentence.starts_with("The VNC URL cannot be used: ")) << text;
        EXPECT_EQ(url.failure().sentence.find("geheim"), std::string::npos);
    }
}

TEST(VncUrlTest, LongestTaken) {
    const std::string start = "wss://h/";
    EXPECT_TRUE(decode_vnc_url(start + std::string(64 * 1024 - start.size(), 'a')));
    EXPECT_FALSE(decode_vnc_url(start + std::string(64 * 1024 - start.size() + 1, 'a')));
}

TEST(VncUrlTest, DisplayHidesTheQueryAndNothingElse) {
    EXPECT_EQ(decode_vnc_url("wss://h:1/p?token=geheim")->display(), "wss://h:1/p?...");
    EXPECT_EQ(decode_vnc_url("ws://h?token=geheim")->display(), "ws://h/?...");
    EXPECT_EQ(decode_vnc_url("wss://[::1]/p")->display(), "wss://[::1]/p");
    EXPECT_LT(decode_vnc_url("wss://h/" + std::string(5000, 'a'))->display().size(), 300u);
}

TEST(VncUrlTest, LooksLike) {
    for (const char* text : {"wss://h", "ws://h", "WS:", "wss%3Ax", "ws%3a"})
        EXPECT_TRUE(looks_like_vnc_url(text)) << text;
    for (const char* text : {"", "w", "ws", "wss", "wssx://", "https://h", "ws%3", "i-wss"})
        EXPECT_FALSE(looks_like_vnc_url(text)) << text;
}

TEST(VncUrlTest, PlainTextNeedsConsentOffLoopback) {
    const auto ask = [](const char* text, bool allow) {
        return require_privacy(*decode_vnc_url(text), allow);
    };
    EXPECT_TRUE(ask("wss://h/", false));
    EXPECT_TRUE(ask("ws://127.0.0.1/", false));
    EXPECT_TRUE(ask("ws://localhost/", false));
    EXPECT_TRUE(ask("ws://[::1]/", false));
    EXPECT_TRUE(ask("ws://h/", true));
    const auto refused = ask("ws://127.0.0.1.example.com/?s=geheim", false);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.failure().code, ExitCode::usage);
    EXPECT_NE(refused.failure().sentence.find("--allow-plain-ws"), std::string::npos);
    EXPECT_EQ(refused.failure().sentence.find("geheim"), std::string::npos);
}

}  // namespace
}  // namespace ecsview::ecs
