// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/error_codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

namespace ecsview::ecs {
namespace {

using namespace std::chrono_literals;

Refusal refused(int status, std::string code, std::string message) {
    RefusedAnswer answer;
    answer.http_status = status;
    answer.code = std::move(code);
    answer.message = std::move(message);
    return refusal(answer);
}

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(ErrorCodesTest, Table) {
    struct Case {
        const char* code;
        ExitCode exit;
        Retry retry;
        Remedy remedy = Remedy::none;
    };
    const Case cases[] = {
        {"InvalidRegionId.NotFound", ExitCode::api, Retry::never},
        {"InvalidInstanceId.NotFound", ExitCode::api, Retry::never},
        {"InvalidRegionInstance", ExitCode::api, Retry::never},
        {"IncorrectInstanceStatus", ExitCode::api, Retry::unsaid},
        {"InstanceNotReady", ExitCode::api, Retry::instance},
        {"InternalError", ExitCode::api, Retry::later},
        {"ServiceUnavailable", ExitCode::api, Retry::later},
        {"UnknownError", ExitCode::api, Retry::later},
        {"Throttling", ExitCode::api, Retry::later},
        {"Throttling.User", ExitCode::api, Retry::later},
        {"Throttling.Api", ExitCode::api, Retry::later},
        {"FlowThrottlingX", ExitCode::api, Retry::later},
        {"SignatureDoesNotMatch", ExitCode::credentials, Retry::never},
        {"IncompleteSignature", ExitCode::credentials, Retry::never},
        {"SignatureNonceUsed", ExitCode::credentials, Retry::later, Remedy::fresh_stamp},
        {"InvalidTimeStamp.Expired", ExitCode::credentials, Retry::never, Remedy::fresh_stamp},
        {"IllegalTimestamp", ExitCode::credentials, Retry::never, Remedy::fresh_stamp},
        {"InvalidAccessKeyId.NotFound", ExitCode::credentials, Retry::never},
        {"InvalidAccessKeyId.Inactive", ExitCode::credentials, Retry::never},
        {"Forbidden.AccessKeyDisabled", ExitCode::credentials, Retry::never},
        {"InvalidSecurityToken.Expired", ExitCode::credentials, Retry::never,
         Remedy::fresh_credentials},
        {"InvalidSecurityToken.Malformed", ExitCode::credentials, Retry::never,
         Remedy::fresh_credentials},
        {"InvalidSecurityToken.MismatchWithAccessKey", ExitCode::credentials, Retry::never,
         Remedy::fresh_credentials},
        {"MissingSecurityToken", ExitCode::credentials, Retry::never},
        {"Forbidden.RAM", ExitCode::credentials, Retry::never},
        {"NoPermission", ExitCode::credentials, Retry::never},
        {"UnauthorizedOperation", ExitCode::credentials, Retry::never},
        {"Forbidden.RiskControl", ExitCode::credentials, Retry::never},
    };
    for (const auto& c : cases) {
        const auto result = refused(400, c.code, "the server's own words");
        EXPECT_EQ(result.failure.code, c.exit) << c.code;
        EXPECT_EQ(result.failure.advice.retry, c.retry) << c.code;
        EXPECT_EQ(result.remedy, c.remedy) << c.code;
        EXPECT_EQ(result.code, c.code);
        EXPECT_THAT(result.failure.sentence, HasSubstr("(" + std::string(c.code) + "); "));
        EXPECT_THAT(result.failure.sentence, EndsWith("."));
        EXPECT_THAT(result.failure.sentence, Not(HasSubstr("own words"))) << c.code;
    }
}

// The six that the operation's page documents, with their HTTP status and message there.
TEST(ErrorCodesTest, TheDocumentedSentences) {
    const std::tuple<int, const char*, const char*, const char*> cases[] = {
        {404, "InvalidRegionId.NotFound", "The specified RegionId does not exist.",
         "There is no such region (InvalidRegionId.NotFound); check --region or "
         "ALIBABA_CLOUD_REGION_ID."},
        {404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.",
         "There is no such instance in this account (InvalidInstanceId.NotFound); check the "
         "instance ID and the region."},
        {403, "IncorrectInstanceStatus",
         "The current status of the resource does not support this operation.",
         "The instance has no console in its present state (IncorrectInstanceStatus); start the "
         "instance."},
        {500, "InternalError", "The request processing has failed due to some unknown error.",
         "The platform failed (InternalError); try again in a moment."},
        {403, "InstanceNotReady", "The specified instance is not ready for use",
         "The instance is not ready for a console yet (InstanceNotReady); try again in a moment."},
        {400, "InvalidRegionInstance", "The specified InstanceId does not exist in given region.",
         "The instance is not in this region (InvalidRegionInstance); check --region and the "
         "instance ID."}};
    for (const auto& [status, code, message, sentence] : cases)
        EXPECT_EQ(refused(status, code, message).failure.sentence, sentence);
}

TEST(ErrorCodesTest, WhenToComeBackIsPassedOn) {
    RefusedAnswer answer{400, "Throttling.User", "", "", "", 1500ms};
    EXPECT_EQ(refusal(answer).failure.advice.not_before, 1500ms);
    EXPECT_EQ(refusal(answer).failure.advice.retry, Retry::later);
    answer.code = "SomethingNew";
    EXPECT_EQ(refusal(answer).failure.advice.retry, Retry::later);
    answer.retry_after.reset();
    EXPECT_EQ(refusal(answer).failure.advice.retry, Retry::never);
    EXPECT_EQ(refused(400, "Throttling", "").failure.advice.not_before, 60s);
    EXPECT_EQ(refused(500, "InternalError", "").failure.advice.not_before, 0ms);
}

TEST(ErrorCodesTest, NamesTheRightThatIsMissing) {
    EXPECT_THAT(refused(403, "NoPermission", "").failure.sentence,
                EndsWith("the RAM action ecs:DescribeInstanceVncUrl."));
    RefusedAnswer answer{403, "Forbidden.RAM", "", "ecs:DescribeInstances\x1b[2J", "", {}};
    EXPECT_THAT(refusal(answer).failure.sentence, EndsWith("ecs:DescribeInstances?[2J."));
    answer.denied_reason = "ExplicitDeny";
    EXPECT_THAT(refusal(answer).failure.sentence, HasSubstr("a policy denies expressly"));
}

TEST(ErrorCodesTest, ElsewhereMeansAnotherRegion) {
    EXPECT_TRUE(means_elsewhere("InvalidInstanceId.NotFound"));
    EXPECT_TRUE(means_elsewhere("InvalidRegionInstance"));
    EXPECT_FALSE(means_elsewhere("IncorrectInstanceStatus"));
    EXPECT_FALSE(means_elsewhere(""));
}

TEST(ErrorCodesTest, WhatIsForbiddenHereMayBeAllowedElsewhere) {
    for (const char* code : {"Forbidden.RAM", "NoPermission", "UnauthorizedOperation"})
        EXPECT_TRUE(means_forbidden(code)) << code;
    for (const char* code : {"", "SignatureDoesNotMatch", "Forbidden.RiskControl",
                             "InvalidAccessKeyId.Inactive", "InvalidRegionInstance"})
        EXPECT_FALSE(means_forbidden(code)) << code;
}

TEST(ErrorCodesTest, AnUnknownCodeIsShownWithItsMessage) {
    const auto result = refused(400, "MissingParameter", "The input X is missing.");
    EXPECT_EQ(result.failure.sentence,
              "The platform refused the request (MissingParameter): The input X is missing.");
    EXPECT_EQ(result.failure.code, ExitCode::api);
    EXPECT_EQ(result.failure.advice.retry, Retry::never);
}

TEST(ErrorCodesTest, TheStatusDecidesOnlyWithoutAKnownCode) {
    for (const int status : {429, 500, 502, 503, 504})
        EXPECT_EQ(refused(status, "", "").failure.advice.retry, Retry::later) << status;
    for (const int status : {400, 401, 403, 404, 501 + 4})
        EXPECT_EQ(refused(status, "Odd", "").failure.advice.retry, Retry::never) << status;
    EXPECT_EQ(refused(503, "InvalidRegionInstance", "").failure.advice.retry, Retry::never);
    EXPECT_EQ(refused(418, "", "").failure.sentence,
              "The platform refused the request (HTTP 418).");
}

TEST(ErrorCodesTest, ServerTextIsCleanedAndCut) {
    const auto sentence =
        refused(400, "Odd\x1b[31m\n", "a\r\nb\x7f" + std::string(1000, 'c')).failure.sentence;
    for (const char c : sentence) EXPECT_GE(c, 0x20);
    EXPECT_THAT(sentence, Not(HasSubstr("\x7f")));
    EXPECT_LT(sentence.size(), 400u);
}

TEST(ErrorCodesTest, TheStringToSignIsLeftOut) {
    for (const char* phrase :
         {"server string to sign is:", "Server String To Sign: ", "the STRING TO SIGN was "}) {
        const auto sentence =
            refused(400, "Odd",
                    std::string("The signature is wrong, ") + phrase +
                        "GET&%2F&AccessKeyId%3DLTAI5tGeheim&SecurityToken%3DCAISgeheim")
                .failure.sentence;
        EXPECT_THAT(sentence, HasSubstr("The signature is wrong"));
        EXPECT_THAT(sentence, Not(HasSubstr("LTAI")));
        EXPECT_THAT(sentence, Not(HasSubstr("CAIS")));
    }
}

}  // namespace
}  // namespace ecsview::ecs
