// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/page_link.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/percent.h"

namespace ecsview::ecs {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string page = "https://g.alicdn.com/aliyun/ecs-console-vnc2/0.0.8/index.html?";
const std::string plain = "wss://hz01-vncproxy.aliyun.com/websockify/?s=Dvh%2FIA%2BY";

PageLink good(const std::string& text) {
    auto link = parse_page_link(text);
    if (link) return std::move(*link);
    ADD_FAILURE() << link.failure().sentence;
    return {};
}

std::string bad(const std::string& text) {
    const auto link = parse_page_link(text);
    EXPECT_FALSE(link) << text;
    if (link) return "";
    EXPECT_EQ(link.failure().code, ExitCode::usage);
    EXPECT_THAT(link.failure().sentence, Not(HasSubstr("geheim")));
    return link.failure().sentence;
}

TEST(PageLinkTest, TheVncUrlMayBeEncodedNotOnceOrTwice) {
    for (const auto& value :
         {plain, percent_encode(plain), percent_encode(percent_encode(plain))}) {
        const auto link = good(page + "vncUrl=" + value + "&instanceId=i-1");
        ASSERT_TRUE(link.url) << value;
        EXPECT_TRUE(link.url->tls);
        EXPECT_EQ(link.url->authority.host, "hz01-vncproxy.aliyun.com");
        EXPECT_EQ(link.url->target.reveal(), "/websockify/?s=Dvh%2FIA%2BY") << value;
    }
    bad(page + "vncUrl=" + percent_encode(percent_encode(percent_encode(plain))));
}

TEST(PageLinkTest, TheOtherParts) {
    const auto link =
        good(page + "isWindows=True&password=Ab1234&x=y&instanceId=i-wz9&vncUrl=ws%3A%2F%2Fh#end");
    EXPECT_EQ(link.instance_id, "i-wz9");
    EXPECT_EQ(link.windows, true);
    EXPECT_EQ(link.password.reveal(), "Ab1234");
    EXPECT_FALSE(link.url->tls);
    EXPECT_EQ(good(page + "instanceId=i-1&isWindows=false").windows, false);
    EXPECT_FALSE(good(page + "instanceId=i-1&isWindows=maybe").windows);
    EXPECT_FALSE(good(page + "instanceId=i-1").url);
    EXPECT_TRUE(good(page + "instanceId=i-1&password=&vncUrl=").password.empty());
    EXPECT_EQ(good("HTTP://other.example/?instanceId=i-1").instance_id, "i-1");
}

TEST(PageLinkTest, TheOtherProvidersPage) {
    const auto link = good(
        "https://img.qcloud.com/qcloud/app/active_vnc/index.html?InstanceVncUrl="
        "wss%3A%2F%2Fbjvnc.qcloud.com%3A26789%2Fvnc%3Fs%3Dabc%252F");
    ASSERT_TRUE(link.url);
    EXPECT_EQ(link.url->authority, (Authority{"bjvnc.qcloud.com", 26789}));
    EXPECT_EQ(link.url->target.reveal(), "/vnc?s=abc%2F");
    EXPECT_TRUE(link.instance_id.empty());
}

TEST(PageLinkTest, WhatIsNoUsableLink) {
    EXPECT_THAT(bad("https://h/"), HasSubstr("neither vncUrl nor instanceId"));
    EXPECT_THAT(bad("https://h/?"), HasSubstr("neither"));
    EXPECT_THAT(bad(page + "VNCURL=geheim"), HasSubstr("neither"));
    EXPECT_THAT(bad(page + "vncUrl=geheim&instanceId=i-1"), HasSubstr("does not begin with"));
    EXPECT_THAT(bad(page + "vncUrl=https%3A%2F%2Fgeheim"), HasSubstr("does not begin with"));
    EXPECT_THAT(bad(page + "vncUrl=wss%3Ageheim%"), HasSubstr("percent-encoding"));
    EXPECT_THAT(bad(page + "instanceId=geheim"), HasSubstr("instanceId"));
    EXPECT_THAT(bad(page + "instanceId=i-1%26geheim"), HasSubstr("instanceId"));
    for (const char* password : {"geheim7", "gehe", "gehei%21", "gehei%00", "%E4%BD%A0"})
        EXPECT_THAT(bad(page + "instanceId=i-1&password=" + password), HasSubstr("password"));
}

TEST(PageLinkTest, IsWrittenAsThePlatformDocumentsIt) {
    EXPECT_EQ(page_link("ws%3A%2F%2Fxxx", "i-wz9", true, "").reveal(),
              page + "vncUrl=ws%3A%2F%2Fxxx&instanceId=i-wz9&isWindows=true");
    EXPECT_EQ(page_link("ws%3A%2F%2Fxxx", "i-wz9", false, "111111").reveal(),
              page + "vncUrl=ws%3A%2F%2Fxxx&instanceId=i-wz9&isWindows=false&password=111111");
    // What is not encoded would end at its own '&' and '#'.
    EXPECT_EQ(page_link("wss://h/?a=%2F&b", "i-1", false, "").reveal(),
              page + "vncUrl=wss%3A%2F%2Fh%2F%3Fa%3D%252F%26b&instanceId=i-1&isWindows=false");
}

TEST(PageLinkTest, WhatIsWrittenCanBeRead) {
    const auto link =
        good(std::string(page_link(percent_encode(plain), "i-1", true, "a1B2c3").reveal()));
    EXPECT_EQ(link.url->target.reveal(), "/websockify/?s=Dvh%2FIA%2BY");
    EXPECT_EQ(link.instance_id, "i-1");
    EXPECT_EQ(link.windows, true);
    EXPECT_EQ(link.password.reveal(), "a1B2c3");
}

}  // namespace
}  // namespace ecsview::ecs
