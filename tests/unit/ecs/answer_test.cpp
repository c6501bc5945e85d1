// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ecs/http_request.h"

namespace ecsview::ecs {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string url_of(const VncUrlAnswer& answer) {
    const auto* text = std::get_if<Secret>(&answer);
    return text ? std::string(text->reveal())
                : "refused: " + std::get<Refusal>(answer).failure.sentence;
}

Refusal refused(int status, std::string_view body) {
    auto answer = read_vnc_url_answer(status, body);
    if (auto* found = std::get_if<Refusal>(&answer)) return std::move(*found);
    ADD_FAILURE() << "not refused: " << body;
    return {};
}

TEST(AnswerTest, TheDocumentedAnswer) {
    EXPECT_EQ(
        url_of(read_vnc_url_answer(
            200, R"({ "RequestId": "1450F2D7", "VncUrl": "wss%3A%2F%2Fh%2F%3Fs%3DDvh%252F" })")),
        "wss%3A%2F%2Fh%2F%3Fs%3DDvh%252F");
}

TEST(AnswerTest, SuccessInOtherWords) {
    for (const char* code : {"\"200\"", "200", "\"OK\"", "\"Success\"", "\"\"", "null"})
        EXPECT_EQ(url_of(read_vnc_url_answer(
                      200, std::string(R"({"VncUrl":"wss://h/","Code":)") + code + "}")),
                  "wss://h/")
            << code;
    EXPECT_EQ(url_of(read_vnc_url_answer(201, R"({"VncUrl":"wss://h/","More":[{}]})")), "wss://h/");
}

TEST(AnswerTest, TheCodeDecides) {
    const auto answer = refused(
        404, R"({"RequestId":"r","HostId":"h","Code":"InvalidInstanceId.NotFound","Message":"m"})");
    EXPECT_EQ(answer.failure.code, ExitCode::api);
    EXPECT_THAT(answer.failure.sentence, HasSubstr("(InvalidInstanceId.NotFound)"));
    // A 200 with an error, another status, and lower-case names are the same error.
    for (const int status : {200, 400, 500})
        EXPECT_EQ(refused(status, R"({"code":"InvalidInstanceId.NotFound","message":"m"})")
                      .failure.sentence,
                  answer.failure.sentence);
    EXPECT_EQ(refused(200, R"({"Code":"InternalError","VncUrl":"wss://h/"})").retry, Retry::later);
}

TEST(AnswerTest, AnErrorStatusIsAnErrorWhateverItCarries) {
    const auto answer = refused(500, R"({"VncUrl":"wss://h/?s=geheim"})");
    EXPECT_THAT(answer.failure.sentence, HasSubstr("HTTP 500"));
    EXPECT_THAT(answer.failure.sentence, Not(HasSubstr("geheim")));
    EXPECT_EQ(answer.retry, Retry::later);
    EXPECT_THAT(refused(400, R"({"Code":"200"})").failure.sentence, HasSubstr("HTTP 400"));
}

TEST(AnswerTest, WhatIsNotTheApi) {
    const std::string deep(500'000, '[');
    for (const std::string body :
         {"", "<html>Sign in</html>", "[]", "\"text\"", "1", "null", "{\"VncUrl\":\"wss://h",
          "{} x", "\xff\xfe{}", "{\"VncUrl\":\"\xff\"}", deep.c_str()}) {
        const auto answer = refused(200, body);
        EXPECT_EQ(answer.failure.code, ExitCode::network) << body.substr(0, 40);
        EXPECT_THAT(answer.failure.sentence, HasSubstr("HTTP 200"));
    }
    EXPECT_EQ(refused(302, R"({"VncUrl":"wss://h/"})").failure.code, ExitCode::network);
    EXPECT_EQ(refused(502, "<html>Bad gateway</html>").failure.code, ExitCode::network);
    const std::string long_body = R"({"VncUrl":"wss://h/"})" + std::string(max_reply_body, ' ');
    EXPECT_THAT(refused(200, long_body).failure.sentence, HasSubstr("too long"));
}

TEST(AnswerTest, WithoutAUsableUrl) {
    EXPECT_THAT(refused(200, "{}").failure.sentence, HasSubstr("no VncUrl"));
    EXPECT_THAT(refused(200, R"({"VncUrl":null})").failure.sentence, HasSubstr("not text"));
    EXPECT_THAT(refused(200, R"({"VncUrl":["wss://h/"]})").failure.sentence, HasSubstr("not text"));
    EXPECT_THAT(refused(200, R"({"VncUrl":7})").failure.sentence, HasSubstr("not text"));
    EXPECT_THAT(refused(200, R"({"VncUrl":""})").failure.sentence, HasSubstr("empty VncUrl"));
    EXPECT_EQ(refused(200, "{}").failure.code, ExitCode::api);
}

}  // namespace
}  // namespace ecsview::ecs
