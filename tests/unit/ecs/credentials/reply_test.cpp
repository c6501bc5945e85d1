// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "ecs/credentials/metadata.h"

namespace ecsview::ecs {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

constexpr const char* four =
    R"("AccessKeyId":"STS.testid","AccessKeySecret":"geheim","SecurityToken":"CAIS==",)"
    R"("Expiration":"2026-01-02T03:04:05Z")";

std::string object(const std::string& members) {
    return "{" + members + "}";
}

const auto then = std::chrono::sys_days(std::chrono::year(2026) / 1 / 2) + 3h + 4min + 5s;

TEST(ApiTimeTest, ExactlyOneForm) {
    EXPECT_EQ(parse_api_time("2026-01-02T03:04:05Z"), then);
    EXPECT_TRUE(parse_api_time("2024-02-29T23:59:59Z"));
    EXPECT_TRUE(parse_api_time("2016-12-31T23:59:60Z")) << "a leap second";
    for (const char* text :
         {"", "2026-01-02T03:04:05", "2026-01-02 03:04:05Z", "2026-01-02T03:04:05.1Z",
          "2026-13-02T03:04:05Z", "2026-00-02T03:04:05Z", "2026-01-32T03:04:05Z",
          "2025-02-29T03:04:05Z", "2026-01-02T24:04:05Z", "2026-01-02T03:60:05Z",
          "2026-01-02T03:04:61Z", "2026-01-02T03:04:05+", "-026-01-02T03:04:05Z",
          "2026-01-02T-3:04:05Z", "2026-01-02T+3:04:05Z", "2026-1--02T03:04:05Z",
          "2026-01-02T03:04:05Z "})
        EXPECT_FALSE(parse_api_time(text)) << text;
}

TEST(ApiTimeTest, YearsThatTheClockCannotCount) {
    using std::chrono::system_clock;
    const auto never = parse_api_time("9999-12-31T23:59:59Z");
    ASSERT_TRUE(never);
    EXPECT_EQ(*never, std::chrono::sys_days(std::chrono::year(2200) / 1 / 1));
    EXPECT_EQ(parse_api_time("2262-04-12T00:00:00Z"), never);
    EXPECT_EQ(parse_api_time("2300-01-01T00:00:00Z"), never);
    EXPECT_LT(parse_api_time("2199-12-31T23:59:59Z"), never);
    EXPECT_EQ(parse_api_time("0000-01-01T00:00:00Z"), system_clock::time_point());
    EXPECT_EQ(parse_api_time("1677-01-01T00:00:00Z"), system_clock::time_point());
    EXPECT_EQ(parse_api_time("1970-01-01T00:00:01Z"), system_clock::time_point(1s));
}

TEST(ReplyTest, KeysThatLastForEverLast) {
    const std::string reply =
        R"({"AccessKeyId":"id","AccessKeySecret":"s","SecurityToken":"t","Expiration":)"
        R"("9999-12-31T23:59:59Z"})";
    const auto keys = read_service_reply(200, reply);
    ASSERT_TRUE(keys);
    EXPECT_GT(*keys->expires, std::chrono::system_clock::now() + 24h);
}

TEST(ReplyTest, NestedWithoutEnd) {
    const std::string deep = R"({"a":)" + std::string(70'000, '[');
    for (const auto& body : {deep, deep + std::string(70'000, ']') + "}"}) {
        EXPECT_FALSE(read_service_reply(200, body));
        EXPECT_FALSE(read_sts_reply(200, body));
        EXPECT_FALSE(read_sts_reply(403, body));
        EXPECT_FALSE(is_about_time(body));
        EXPECT_FALSE(read_command_output(body));
    }
}

TEST(ReplyTest, OfAService) {
    const auto keys = read_service_reply(200, object(R"("Code":"Success",)" + std::string(four)));
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->access_key_id, "STS.testid");
    EXPECT_EQ(keys->access_key_secret.reveal(), "geheim");
    EXPECT_EQ(keys->security_token.reveal(), "CAIS==");
    EXPECT_EQ(keys->expires, then);
    EXPECT_TRUE(read_service_reply(200, object(four)));  // a URI needs no Code
}

TEST(ReplyTest, OfAServiceThatRefuses) {
    const struct {
        int status;
        std::string body;
        const char* words;
    } cases[] = {
        {404, object(four), "HTTP 404"},
        {302, "", "HTTP 302"},
        {200, "", "not JSON"},
        {200, "<html>", "not JSON"},
        {200, "[1]", "not JSON"},
        {200, object(R"("Code":"Failed",)" + std::string(four)), "(Failed)"},
        {200, R"({"AccessKeyId":"a","AccessKeySecret":"geheim","SecurityToken":"t"})",
         "Expiration"},
        {200,
         R"({"AccessKeyId":"a","AccessKeySecret":"geheim","SecurityToken":"t",)"
         R"("Expiration":1767323045})",
         "Expiration"},
        {200,
         R"({"AccessKeySecret":"geheim","SecurityToken":"t",)"
         R"("Expiration":"2026-01-02T03:04:05Z"})",
         "AccessKeyId"},
        {200,
         R"({"AccessKeyId":"a","AccessKeySecret":"geheim",)"
         R"("Expiration":"2026-01-02T03:04:05Z"})",
         "SecurityToken"},
        {200,
         R"({"AccessKeyId":"a","AccessKeySecret":"geheim","SecurityToken":"t\r\nx: y",)"
         R"("Expiration":"2026-01-02T03:04:05Z"})",
         "SecurityToken has"},
    };
    for (const auto& c : cases) {
        const auto keys = read_service_reply(c.status, c.body);
        ASSERT_FALSE(keys) << c.body;
        EXPECT_EQ(keys.failure().code, ExitCode::credentials);
        EXPECT_THAT(keys.failure().sentence, HasSubstr(c.words));
        EXPECT_THAT(keys.failure().sentence, Not(HasSubstr("geheim")));
    }
}

TEST(ReplyTest, OfTheSts) {
    const auto good = object(R"("RequestId":"x","Credentials":)" + object(four));
    EXPECT_EQ(read_sts_reply(200, good)->access_key_id, "STS.testid");
    EXPECT_THAT(read_sts_reply(200, object(four)).failure().sentence, HasSubstr("no Credentials"));
    EXPECT_THAT(read_sts_reply(502, "<html>").failure().sentence, HasSubstr("HTTP 502"));
    const auto unknown = read_sts_reply(
        400, R"({"Code":"New.Code","Message":"So it is. String to sign is:POST&geheim"})");
    EXPECT_THAT(unknown.failure().sentence,
                testing::AllOf(HasSubstr("(New.Code): So it is"), Not(HasSubstr("geheim"))));
    EXPECT_THAT(read_sts_reply(403, R"({"Code":"NoPermission","Message":"x"})").failure().sentence,
                HasSubstr("sts:AssumeRole"));
    EXPECT_THAT(read_sts_reply(400, "{}").failure().sentence, HasSubstr("(HTTP 400)"));
    EXPECT_THAT(read_sts_reply(400, R"({"Code":"a\u001b[31m\n"})").failure().sentence,
                testing::AllOf(Not(HasSubstr("\x1b")), Not(HasSubstr("\n"))));
}

TEST(ReplyTest, AboutTime) {
    EXPECT_TRUE(is_about_time(R"({"Code":"InvalidTimeStamp.Expired"})"));
    EXPECT_TRUE(is_about_time(R"({"Code":"SignatureNonceUsed"})"));
    EXPECT_FALSE(is_about_time(R"({"Code":"NoPermission"})"));
    EXPECT_FALSE(is_about_time("junk"));
}

TEST(ReplyTest, OfACommand) {
    const auto keys = read_command_output(
        R"( {"mode":"AK","access_key_id":"LTAItest","access_key_secret":"geheim"} )"
        "\n");
    ASSERT_TRUE(keys);
    EXPECT_FALSE(keys->expires);
    EXPECT_TRUE(keys->security_token.empty());
    const auto temporary = read_command_output(
        R"({"mode":"StsToken","access_key_id":"a","access_key_secret":"b","sts_token":"t",)"
        R"("expiration":"2026-01-02T03:04:05Z","more":[1]})");
    EXPECT_EQ(temporary->security_token.reveal(), "t");
    EXPECT_EQ(temporary->expires, then);
    for (const char* output :
         {"", "{}", "geheim", R"({"mode":"RamRoleArn","access_key_id":"a"})",
          R"({"mode":"AK","access_key_id":"a"})", R"({"mode":"AK","access_key_secret":"geheim"})",
          R"({"mode":"StsToken","access_key_id":"a","access_key_secret":"geheim"})",
          R"({"mode":"AK","access_key_id":"a","access_key_secret":"geheim","expiration":"soon"})",
          R"({"mode":"AK","access_key_id":"a","access_key_secret":"geheim"} more)"}) {
        const auto bad = read_command_output(output);
        ASSERT_FALSE(bad) << output;
        EXPECT_THAT(bad.failure().sentence, Not(HasSubstr("geheim")));
    }
}

// Whatever the bytes: an answer, no crash, and no control byte in what a person reads.
TEST(ReplyTest, AnyBytes) {
    std::mt19937 dice(7);
    const std::string seed = object(R"("Code":"x","Credentials":)" + object(four));
    for (int turn = 0; turn < 5000; ++turn) {
        std::string body = seed;
        for (int change = 0; change < 4; ++change)
            body[dice() % body.size()] = static_cast<char>(dice());
        if (turn % 2 == 0) body.resize(dice() % body.size());
        const int status = turn % 3 == 0 ? 400 : 200;
        for (const auto& result : {read_service_reply(status, body), read_sts_reply(status, body),
                                   read_command_output(body)}) {
            if (result) continue;
            for (const char c : result.failure().sentence)
                ASSERT_FALSE(static_cast<unsigned char>(c) < 0x20 || c == 0x7f) << body;
        }
    }
}

TEST(MetadataTest, NamesAndTokens) {
    EXPECT_EQ(read_role_name(" role-1\n"), "role-1");
    for (const char* odd : {"", " \n", "a b", "a/b", "<html>", "a\nb", "\x1b"})
        EXPECT_EQ(read_role_name(odd), "") << odd;
    EXPECT_EQ(read_role_name(std::string(65, 'a')), "");
    EXPECT_TRUE(is_metadata_token("AbC-_=="));
    for (const char* odd : {"", "a b", "a\r\nx: y", "<html>\n"})
        EXPECT_FALSE(is_metadata_token(odd)) << odd;
    EXPECT_FALSE(is_metadata_token(std::string(4097, 'a')));
}

TEST(MetadataTest, Requests) {
    const auto token = metadata_token_request("http://100.100.100.200");
    EXPECT_EQ(token.method + " " + token.url, "PUT http://100.100.100.200/latest/api/token");
    const auto with = metadata_role_request("http://h", Secret(std::string("t")), "a/b");
    EXPECT_EQ(with.url, "http://h/latest/meta-data/ram/security-credentials/a%2Fb");
    ASSERT_EQ(with.headers.size(), 1u);
    EXPECT_EQ(with.headers[0].value, "t");
    EXPECT_TRUE(metadata_role_request("http://h", Secret(), "").headers.empty());
}

}  // namespace
}  // namespace ecsview::ecs
