// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/environment.h"

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
constexpr const char* others[] = {"ALIBABA_CLOUD_CONFIG_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE",
                                  "ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "ALIBABA_CLOUD_PROFILE",
                                  "ECSVIEW_TEST_METADATA"};

class CredentialEnvironmentTest : public testing::Test {
protected:
    void SetUp() override { clear(); }
    void TearDown() override { clear(); }
    static void clear() {
        for (const char* name : {id, secret, token}) unsetenv(name);
        for (const char* name : others) unsetenv(name);
    }
    static Environment take() {
        auto taken = Environment::take();
        for (const char* name : {id, secret, token}) EXPECT_EQ(getenv(name), nullptr) << name;
        return taken;
    }
    static Credentials keys() {
        auto found = keys_of(take());
        auto* config = std::get_if<ProviderConfig>(&found);
        if (config == nullptr) {
            ADD_FAILURE() << "no keys";
            return {};
        }
        return std::get<Credentials>(std::move(config->provider));
    }
    static std::string failure() {
        const auto found = keys_of(take());
        const auto* why = std::get_if<Failure>(&found);
        return why == nullptr ? "(no failure)" : why->sentence;
    }
};

TEST_F(CredentialEnvironmentTest, AccessKey) {
    setenv(id, "LTAI1", 1);
    setenv(secret, "s e/cret+~", 1);
    const auto found = keys();
    EXPECT_EQ(found.access_key_id, "LTAI1");
    EXPECT_EQ(found.access_key_secret.reveal(), "s e/cret+~");
    EXPECT_TRUE(found.security_token.empty());
}

TEST_F(CredentialEnvironmentTest, TemporaryAccessKey) {
    setenv(id, "STS.1", 1);
    setenv(secret, "x", 1);
    setenv(token, "CAIS==", 1);
    EXPECT_EQ(keys().security_token.reveal(), "CAIS==");
}

TEST_F(CredentialEnvironmentTest, EmptyCountsAsUnset) {
    setenv(id, "", 1);
    setenv(secret, "", 1);
    setenv(token, "", 1);
    const auto found = keys_of(take());
    ASSERT_TRUE(std::holds_alternative<Absent>(found));
    EXPECT_THAT(std::get<Absent>(found).clause, testing::AllOf(HasSubstr(id), HasSubstr(secret)));
}

TEST_F(CredentialEnvironmentTest, SaysWhichHalfIsMissing) {
    setenv(id, "LTAI1", 1);
    EXPECT_THAT(failure(), HasSubstr("ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing"));
    setenv(secret, "geheim", 1);
    const auto sentence = failure();
    EXPECT_THAT(sentence, HasSubstr("ALIBABA_CLOUD_ACCESS_KEY_ID is missing"));
    EXPECT_THAT(sentence, Not(HasSubstr("geheim")));
}

TEST_F(CredentialEnvironmentTest, LineBreaksCannotBecomeHeaders) {
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
        EXPECT_THAT(failure(), HasSubstr(std::string(c.blamed) + " has"));
    }
}

TEST_F(CredentialEnvironmentTest, ACommandGetsWhatTheUserHasSet) {
    setenv(id, "LTAI1", 1);
    setenv(token, "t", 1);
    const auto own = take().own_keys();
    ASSERT_EQ(own.size(), 2u);
    EXPECT_EQ(own[0].reveal(), "ALIBABA_CLOUD_ACCESS_KEY_ID=LTAI1");
    EXPECT_EQ(own[1].reveal(), "ALIBABA_CLOUD_SECURITY_TOKEN=t");
}

TEST_F(CredentialEnvironmentTest, PathsAndSwitches) {
    const std::string home = getenv("HOME") != nullptr ? getenv("HOME") : "";
    setenv("HOME", "/h", 1);
    EXPECT_EQ(take().config_file, "/h/.aliyun/config.json");
    EXPECT_EQ(take().credentials_file, "/h/.alibabacloud/credentials");
    unsetenv("HOME");
    EXPECT_EQ(take().config_file, "");
    setenv("ALIBABA_CLOUD_CONFIG_FILE", "/c", 1);
    setenv("ALIBABA_CLOUD_CREDENTIALS_FILE", "/d", 1);
    EXPECT_EQ(take().config_file, "/c");
    EXPECT_EQ(take().credentials_file, "/d");
    for (const char* yes : {"true", "TRUE", "True", "1"}) {
        setenv("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", yes, 1);
        EXPECT_TRUE(take().without_profiles) << yes;
    }
    for (const char* no : {"", "false", "0", "yes"}) {
        setenv("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", no, 1);
        EXPECT_FALSE(take().without_profiles) << no;
    }
    setenv("HOME", home.c_str(), 1);
}

TEST_F(CredentialEnvironmentTest, TheMetadataServiceIsWhereItIs) {
    setenv("ECSVIEW_TEST_METADATA", "http://127.0.0.1:1", 1);
    EXPECT_EQ(take().metadata, "http://100.100.100.200");
}

TEST(OidcTest, AllThreeAreNeeded) {
    Environment e;
    EXPECT_TRUE(std::holds_alternative<Absent>(oidc_of(e)));
    e.role_arn = "r";  // by itself it says nothing
    EXPECT_TRUE(std::holds_alternative<Absent>(oidc_of(e)));
    e.oidc_token_file = "/t";
    EXPECT_TRUE(std::holds_alternative<Failure>(oidc_of(e)));
    e.oidc_provider_arn = "p";
    auto found = oidc_of(e);
    ASSERT_TRUE(std::holds_alternative<ProviderConfig>(found));
    const auto& role = std::get<OidcRole>(std::get<ProviderConfig>(found).provider);
    EXPECT_EQ(role.session.role_arn + role.token_file + role.provider_arn, "r/tp");
    e.role_arn.clear();
    EXPECT_TRUE(std::holds_alternative<Failure>(oidc_of(e)));
}

TEST(StsEndpointTest, TheProfileThenTheEnvironmentThenThePublicOne) {
    Environment e;
    const auto url = [&](const StsChoice& choice) { return sts_endpoint(choice, e)->url(); };
    EXPECT_EQ(url({}), "https://sts.aliyuncs.com");
    EXPECT_EQ(url({"", "", true}), "https://sts.aliyuncs.com");
    EXPECT_EQ(url({"", "cn-a", true}), "https://sts-vpc.cn-a.aliyuncs.com");
    e.sts_region = "cn-e";
    EXPECT_EQ(url({}), "https://sts.cn-e.aliyuncs.com");
    EXPECT_EQ(url({"", "cn-a", false}), "https://sts.cn-a.aliyuncs.com");
    e.sts_endpoint = "sts.example.com:8443";
    EXPECT_EQ(url({"", "cn-a", false}), "https://sts.example.com:8443");
    EXPECT_EQ(url({"http://127.0.0.1:1", "", false}), "http://127.0.0.1:1");
}

}  // namespace
}  // namespace ecsview::ecs
