// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

namespace ecsview::ecs {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* id = "ALIBABA_CLOUD_ACCESS_KEY_ID";
constexpr const char* secret = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
constexpr const char* token = "ALIBABA_CLOUD_SECURITY_TOKEN";

class CredentialsTest : public testing::Test {
protected:
    void SetUp() override { clear(); }
    void TearDown() override {
        for (const char* name : {id, secret, token}) EXPECT_EQ(getenv(name), nullptr) << name;
        clear();
    }
    static void clear() {
        for (const char* name : {id, secret, token}) unsetenv(name);
    }
    static Failure failure() {
        const auto result = credentials_from_environment();
        EXPECT_FALSE(result);
        EXPECT_EQ(result.failure().code, ExitCode::credentials);
        return result.failure();
    }
};

TEST_F(CredentialsTest, AccessKey) {
    setenv(id, "LTAI1", 1);
    setenv(secret, "s e/cret+~", 1);
    const auto result = credentials_from_environment();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->access_key_id, "LTAI1");
    EXPECT_EQ(result->access_key_secret.reveal(), "s e/cret+~");
    EXPECT_TRUE(result->security_token.empty());
}

TEST_F(CredentialsTest, TemporaryAccessKey) {
    setenv(id, "STS.1", 1);
    setenv(secret, "x", 1);
    setenv(token, "CAIS==", 1);
    EXPECT_EQ(credentials_from_environment()->security_token.reveal(), "CAIS==");
}

TEST_F(CredentialsTest, EmptyCountsAsUnset) {
    setenv(id, "", 1);
    setenv(secret, "", 1);
    setenv(token, "", 1);
    const auto sentence = failure().sentence;
    EXPECT_THAT(sentence, HasSubstr(id));
    EXPECT_THAT(sentence, HasSubstr(secret));
}

TEST_F(CredentialsTest, SaysWhichHalfIsMissing) {
    setenv(id, "LTAI1", 1);
    EXPECT_THAT(failure().sentence, HasSubstr(secret));
    setenv(secret, "geheim", 1);
    const auto sentence = failure().sentence;
    EXPECT_THAT(sentence, HasSubstr(id));
    EXPECT_THAT(sentence, Not(HasSubstr("geheim")));
}

TEST_F(CredentialsTest, LineBreaksCannotBecomeHeaders) {
    const struct {
        const char *id, *secret, *token, *blamed;
    } cases[] = {
        {"LTAI1\r\nX: y", "s", "t", id}, {"LTAI 1", "s", "t", id},
        {"LTAI\xc3\xbc", "s", "t", id},  {"LTAI1", "s\n", "t", secret},
        {"LTAI1", "s\x7f", "t", secret}, {"LTAI1", "s", "t\n", token},
        {"LTAI1", "s", "t t", token},
    };
    for (const auto& c : cases) {
        setenv(id, c.id, 1);
        setenv(secret, c.secret, 1);
        setenv(token, c.token, 1);
        EXPECT_THAT(failure().sentence, HasSubstr(c.blamed));
    }
}

}  // namespace
}  // namespace ecsview::ecs
