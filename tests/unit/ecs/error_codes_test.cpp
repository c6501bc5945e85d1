// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/error_codes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ecsview::ecs {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

TEST(ErrorCodesTest, Table) {
    struct Case {
        const char* code;
        ExitCode exit;
        Retry retry;
    };
    const Case cases[] = {
        {"InvalidRegionId.NotFound", ExitCode::api, Retry::never},
        {"InvalidInstanceId.NotFound", ExitCode::api, Retry::never},
        {"InvalidRegionInstance", ExitCode::api, Retry::never},
        {"IncorrectInstanceStatus", ExitCode::api, Retry::never},
        {"InstanceNotReady", ExitCode::api, Retry::later},
        {"InternalError", ExitCode::api, Retry::later},
        {"ServiceUnavailable", ExitCode::api, Retry::later},
        {"UnknownError", ExitCode::api, Retry::later},
        {"Throttling", ExitCode::api, Retry::later},
        {"Throttling.User", ExitCode::api, Retry::later},
        {"Throttling.Api", ExitCode::api, Retry::later},
        {"FlowThrottlingX", ExitCode::api, Retry::later},
        {"SignatureDoesNotMatch", ExitCode::credentials, Retry::never},
        {"IncompleteSignature", ExitCode::credentials, Retry::never},
        {"SignatureNonceUsed", ExitCode::credentials, Retry::once},
        {"InvalidTimeStamp.Expired", ExitCode::credentials, Retry::once},
        {"IllegalTimestamp", ExitCode::credentials, Retry::once},
        {"InvalidAccessKeyId.NotFound", ExitCode::credentials, Retry::never},
        {"InvalidAccessKeyId.Inactive", ExitCode::credentials, Retry::never},
        {"Forbidden.AccessKeyDisabled", ExitCode::credentials, Retry::never},
        {"InvalidSecurityToken.Expired", ExitCode::credentials, Retry::never},
        {"InvalidSecurityToken.Malformed", ExitCode::credentials, Retry::never},
        {"InvalidSecurityToken.MismatchWithAccessKey", ExitCode::credentials, Retry::never},
        {"MissingSecurityToken", ExitCode::credentials, Retry::never},
        {"Forbidden.RAM", ExitCode::credentials, Retry::never},
        {"NoPermission", ExitCode::credentials, Retry::never},
        {"UnauthorizedOperation", ExitCode::credentials, Retry::never},
        {"Forbidden.RiskControl", ExitCode::credentials, Retry::never},
    };
    for (const auto& c : cases) {
        const auto result = refusal(400, c.code, "the server's own words");
        EXPECT_EQ(result.failure.code, c.exit) << c.code;
        EXPECT_EQ(result.retry, c.retry) << c.code;
        EXPECT_THAT(result.failure.sentence, HasSubstr("(" + std::string(c.code) + "); "));
        EXPECT_THAT(result.failure.sentence, EndsWith("."));
        EXPECT_THAT(result.failure.sentence, Not(HasSubstr("own words"))) << c.code;
    }
}

TEST(ErrorCodesTest, AnUnknownCodeIsShownWithItsMessage) {
    const auto result = refusal(400, "MissingParameter", "The input X is missing.");
    EXPECT_EQ(result.failure.sentence,
              "The platform refused the request (MissingParameter): The input X is missing.");
    EXPECT_EQ(result.failure.code, ExitCode::api);
    EXPECT_EQ(result.retry, Retry::never);
}

TEST(ErrorCodesTest, TheStatusDecidesOnlyWithoutAKnownCode) {
    for (const int status : {429, 500, 502, 503, 504})
        EXPECT_EQ(refusal(status, "", "").retry, Retry::later) << status;
    for (const int status : {400, 401, 403, 404, 501 + 4})
        EXPECT_EQ(refusal(status, "Odd", "").retry, Retry::never) << status;
    EXPECT_EQ(refusal(503, "InvalidRegionInstance", "").retry, Retry::never);
    EXPECT_EQ(refusal(418, "", "").failure.sentence,
              "The platform refused the request (HTTP 418).");
}

TEST(ErrorCodesTest, ServerTextIsCleanedAndCut) {
    const auto sentence =
        refusal(400, "Odd\x1b[31m\n", "a\r\nb\x7f" + std::string(1000, 'c')).failure.sentence;
    for (const char c : sentence) EXPECT_GE(c, 0x20);
    EXPECT_THAT(sentence, Not(HasSubstr("\x7f")));
    EXPECT_LT(sentence.size(), 400u);
}

TEST(ErrorCodesTest, TheStringToSignIsLeftOut) {
    for (const char* phrase :
         {"server string to sign is:", "Server String To Sign: ", "the STRING TO SIGN was "}) {
        const auto sentence =
            refusal(400, "Odd",
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
