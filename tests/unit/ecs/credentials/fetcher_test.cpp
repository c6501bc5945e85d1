// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/fetcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../fake_api.h"

namespace ecsview::ecs {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

// The STS of 2015, for which our clock is years ahead.
FakeApi::Reply expired(const FakeApi::Asked&) {
    auto reply = FakeApi::refuse(400, "InvalidTimeStamp.Expired");
    reply.headers = "Date: Wed, 21 Oct 2015 07:28:00 GMT\r\n";
    return reply;
}

FakeApi::Reply keys(const FakeApi::Asked&) {
    return {200,
            R"({"Credentials":{"AccessKeyId":"STS.1","AccessKeySecret":"s","SecurityToken":"t",)"
            R"("Expiration":"2035-01-01T00:00:00Z"}})"};
}

class FetcherTest : public testing::Test {
protected:
    Result<Credentials> assume(const FakeApi& sts) {
        ProviderConfig config;
        auto& role = config.provider.emplace<AssumedRole>();
        role.session.sts = sts.endpoint();
        role.session.role_arn = "acs:ram::1:role/r";
        role.source = std::make_unique<ProviderConfig>(
            ProviderConfig{Credentials{"id", Secret(std::string("s")), {}}});
        const TrustedRoots nobody;
        Fetcher fetcher({http, nobody, environment, std::chrono::steady_clock::now() + 20s,
                         stop.get_token(), false});
        return fetcher.fetch(config);
    }
    Http http;
    Environment environment;
    std::stop_source stop;
};

TEST_F(FetcherTest, AClockThatTheStsRefusesIsFollowedOnce) {
    FakeApi sts(expired);
    const auto none = assume(sts);
    ASSERT_FALSE(none);
    EXPECT_THAT(none.failure().sentence, HasSubstr("InvalidTimeStamp.Expired"));
    const auto asked = sts.asked();
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_THAT(asked[0].parameter("Timestamp"), Not(HasSubstr("2015-10-21T07:2")));
    EXPECT_THAT(asked[1].parameter("Timestamp"), HasSubstr("2015-10-21T07:28:0"));
}

TEST_F(FetcherTest, TheSecondTryCounts) {
    int asked = 0;
    FakeApi sts([&](const FakeApi::Asked& one) { return asked++ == 0 ? expired(one) : keys(one); });
    const auto got = assume(sts);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->access_key_id, "STS.1");
}

TEST_F(FetcherTest, AnotherRefusalIsNotAskedTwice) {
    FakeApi sts([](const FakeApi::Asked&) { return FakeApi::refuse(403, "NoPermission"); });
    const auto none = assume(sts);
    ASSERT_FALSE(none);
    EXPECT_THAT(none.failure().sentence, HasSubstr("(NoPermission)"));
    EXPECT_THAT(none.failure().sentence, HasSubstr("RequestId REQ-1"));
    EXPECT_EQ(sts.asked().size(), 1u);
}

}  // namespace
}  // namespace ecsview::ecs
