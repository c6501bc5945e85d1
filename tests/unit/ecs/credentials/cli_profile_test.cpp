// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/cli_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/foreign_time.h"

namespace ecsview::ecs {
namespace {

using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

const auto now = std::chrono::system_clock::time_point(1'800'000'000s);

class CliProfileTest : public testing::Test {
protected:
    static std::string file(const std::string& profiles, const std::string& current = "a") {
        return R"({"current":")" + current + R"(","profiles":[)" + profiles + "]}";
    }
    static std::string keys(const std::string& name, const std::string& more) {
        return R"({"name":")" + name +
               R"(","access_key_id":"LTAItest","access_key_secret":"geheim",)" + more + "}";
    }
    Found find(const std::string& text, const std::string& name = "") {
        return cli_profile(text, name, environment, now);
    }
    template <class Way>
    Way good(const std::string& text, const std::string& name = "") {
        auto found = find(text, name);
        auto* config = std::get_if<ProviderConfig>(&found);
        if (config == nullptr || !std::holds_alternative<Way>(config->provider)) {
            ADD_FAILURE() << text;
            return Way();
        }
        return std::get<Way>(std::move(config->provider));
    }
    std::string bad(const std::string& text, const std::string& name = "") {
        const auto found = find(text, name);
        const auto* failure = std::get_if<Failure>(&found);
        if (failure == nullptr) {
            ADD_FAILURE() << "accepted: " << text;
            return "";
        }
        EXPECT_EQ(failure->code, ExitCode::credentials);
        EXPECT_THAT(failure->sentence, Not(HasSubstr("geheim")));
        return failure->sentence;
    }
    std::string absent(const std::string& text, const std::string& name = "") {
        const auto found = find(text, name);
        const auto* nothing = std::get_if<Absent>(&found);
        return nothing == nullptr ? "(something)" : nothing->clause;
    }

    Environment environment;
};

TEST_F(CliProfileTest, TheNameTheCurrentOneThenDefault) {
    const auto text =
        file(keys("a", R"("mode":"AK")") + "," +
             R"({"name":"b","mode":"AK","access_key_id":"B","access_key_secret":"s"})");
    EXPECT_EQ(good<Credentials>(text).access_key_id, "LTAItest");
    EXPECT_EQ(good<Credentials>(text, "b").access_key_id, "B");
    EXPECT_THAT(absent(text, "c"), HasSubstr("no profile c"));
    EXPECT_THAT(absent(file("", "")), HasSubstr("no profile default"));
    EXPECT_THAT(absent("{}"), HasSubstr("no profile default"));
    EXPECT_EQ(good<Credentials>(file(keys("default", R"("mode":"AK")"), "")).access_key_id,
              "LTAItest");
}

TEST_F(CliProfileTest, WhatIsNoSuchFile) {
    for (const char* text : {"", "nonsense", "[]", "{\"profiles\":", "\"a\""})
        EXPECT_THAT(bad(text), HasSubstr("not JSON")) << text;
    for (const char* text : {R"({"current":"a","profiles":{}})", R"({"current":"a","profiles":3})",
                             R"({"current":"a","profiles":[3,null,"a",[]]})"})
        EXPECT_THAT(absent(text), HasSubstr("no profile a")) << text;
}

TEST_F(CliProfileTest, UnknownMembersAreTolerated) {
    const auto text = file(keys("a", R"("mode":"AK","new":{"x":[1]},"retry_count":3,"y":null)"));
    EXPECT_EQ(good<Credentials>(text).access_key_secret.reveal(), "geheim");
}

TEST_F(CliProfileTest, ModesAreComparedWithoutCase) {
    for (const char* mode : {"AK", "ak", "Ak"}) {
        const auto text = file(keys("a", std::string("\"mode\":\"") + mode + "\""));
        EXPECT_TRUE(good<Credentials>(text).security_token.empty());
    }
    EXPECT_THAT(bad(file(keys("a", R"("mode":"RsaKeyPair")"))), HasSubstr("mode RsaKeyPair"));
    EXPECT_THAT(bad(file(keys("a", R"("mode":"")"))), HasSubstr("mode is missing"));
}

TEST_F(CliProfileTest, EachModeNeedsItsMembers) {
    const struct {
        const char *profile, *blamed;
    } cases[] = {
        {R"({"name":"a","mode":"AK","access_key_secret":"geheim"})", "access_key_id"},
        {R"({"name":"a","mode":"AK","access_key_id":"x"})", "access_key_secret"},
        {R"({"name":"a","mode":"AK","access_key_id":"x\n","access_key_secret":"geheim"})",
         "access_key_id has"},
        {R"({"name":"a","mode":"StsToken","access_key_id":"x","access_key_secret":"geheim"})",
         "sts_token"},
        {R"({"name":"a","mode":"RamRoleArn","access_key_id":"x","access_key_secret":"geheim"})",
         "ram_role_arn"},
        {R"({"name":"a","mode":"RamRoleArn","ram_role_arn":"r"})", "access_key_id"},
        {R"({"name":"a","mode":"ChainableRamRoleArn","ram_role_arn":"r"})", "source_profile"},
        {R"({"name":"a","mode":"OIDC","ram_role_arn":"r","oidc_provider_arn":"p"})",
         "oidc_token_file"},
        {R"({"name":"a","mode":"OIDC","ram_role_arn":"r","oidc_token_file":"p"})",
         "oidc_provider_arn"},
        {R"({"name":"a","mode":"External"})", "process_command"},
        {R"({"name":"a","mode":"CredentialsURI"})", "credentials_uri"},
        {R"({"name":"a","mode":"CredentialsURI","credentials_uri":"http://far.example/"})",
         "https"},
    };
    for (const auto& c : cases) {
        const auto clause = bad(file(c.profile));
        EXPECT_THAT(clause, testing::AllOf(HasSubstr("profile a: "), HasSubstr(c.blamed)));
    }
}

TEST_F(CliProfileTest, ARoleAndItsSession) {
    const auto role = good<AssumedRole>(file(keys(
        "a", R"("mode":"RamRoleArn","ram_role_arn":"acs:r","ram_session_name":"s","policy":"{}",)"
             R"("expired_seconds":1800,"external_id":"e","sts_token":"t","sts_region":"cn-a")")));
    EXPECT_EQ(role.session.role_arn, "acs:r");
    EXPECT_EQ(role.session.session_name, "s");
    EXPECT_EQ(role.session.policy, "{}");
    EXPECT_EQ(role.session.external_id, "e");
    EXPECT_EQ(role.session.seconds, 1800);
    EXPECT_EQ(role.session.sts.url(), "https://sts.cn-a.aliyuncs.com");
    EXPECT_EQ(std::get<Credentials>(role.source->provider).security_token.reveal(), "t");
}

TEST_F(CliProfileTest, WhatASessionDefaultsTo) {
    const auto text = file(keys("a", R"("mode":"RamRoleArn","ram_role_arn":"r")"));
    EXPECT_EQ(good<AssumedRole>(text).session.session_name, "ecsview");
    EXPECT_EQ(good<AssumedRole>(text).session.seconds, 3600);
    EXPECT_EQ(good<AssumedRole>(text).session.sts.url(), "https://sts.aliyuncs.com");
    environment.role_session_name = "mine";
    environment.sts_region = "cn-b";
    environment.vpc = true;
    EXPECT_EQ(good<AssumedRole>(text).session.session_name, "mine");
    EXPECT_EQ(good<AssumedRole>(text).session.sts.url(), "https://sts-vpc.cn-b.aliyuncs.com");
    const auto zero = file(keys("a", R"("mode":"RamRoleArn","ram_role_arn":"r",)"
                                     R"("expired_seconds":0)"));
    EXPECT_EQ(good<AssumedRole>(zero).session.seconds, 3600);
    const auto few = file(keys("a", R"("mode":"RamRoleArn","ram_role_arn":"r",)"
                                    R"("expired_seconds":899)"));
    EXPECT_THAT(bad(few), HasSubstr("900"));
}

TEST_F(CliProfileTest, TheStsIsCheckedBeforeItGetsKeys) {
    for (const char* more : {R"("sts_endpoint":"http://far.example")", R"("sts_region":"a.b/c")",
                             R"("sts_region":"-")", R"("sts_endpoint":"user@host")"}) {
        const auto text =
            file(keys("a", std::string(R"("mode":"RamRoleArn","ram_role_arn":"r",)") + more));
        EXPECT_THAT(bad(text), HasSubstr("STS")) << more;
    }
}

std::string chained(const std::string& name, const std::string& source) {
    return R"({"name":")" + name + R"(","mode":"ChainableRamRoleArn","ram_role_arn":"r-)" + name +
           R"(","source_profile":")" + source + "\"}";
}

TEST_F(CliProfileTest, AChainEndsInKeys) {
    const auto role = good<AssumedRole>(
        file(chained("a", "b") + "," + chained("b", "c") + "," + keys("c", R"("mode":"AK")")));
    EXPECT_EQ(role.session.role_arn, "r-a");
    const auto& second = std::get<AssumedRole>(role.source->provider);
    EXPECT_EQ(second.session.role_arn, "r-b");
    EXPECT_EQ(std::get<Credentials>(second.source->provider).access_key_id, "LTAItest");
}

TEST_F(CliProfileTest, AChainDoesNotGoInCircles) {
    EXPECT_THAT(bad(file(chained("a", "a"))), HasSubstr("circle"));
    EXPECT_THAT(bad(file(chained("a", "b") + "," + chained("b", "a"))), HasSubstr("circle"));
    EXPECT_THAT(bad(file(chained("a", "b") + "," + chained("b", "c") + "," + chained("c", "b"))),
                HasSubstr("circle"));
    EXPECT_THAT(bad(file(chained("a", "z"))), HasSubstr("z does not exist"));
    EXPECT_THAT(bad(file(chained("a", "b") + R"(,{"name":"b","mode":"AK"})")),
                HasSubstr("source_profile b: access_key_id is missing"));
}

TEST_F(CliProfileTest, AChainHasAnEnd) {
    const auto chain = [](int links) {
        std::string profiles;
        for (int link = 0; link < links; ++link)
            profiles += chained((link == 0 ? "a" : "p" + std::to_string(link)).c_str(),
                                ("p" + std::to_string(link + 1)).c_str()) +
                        ",";
        return file(profiles + keys(("p" + std::to_string(links)).c_str(), R"("mode":"AK")"));
    };
    EXPECT_EQ(good<AssumedRole>(chain(16)).session.role_arn, "r-a");
    EXPECT_THAT(bad(chain(17)), HasSubstr("more than 16 roles"));
    EXPECT_THAT(bad(chain(9000)), HasSubstr("more than 16 roles"));  // 1 MB, as large as is read
}

TEST_F(CliProfileTest, NestedWithoutEnd) {
    const std::string deep = R"({"current":"a","profiles":)" + std::string(70'000, '[');
    EXPECT_THAT(bad(deep), HasSubstr("not JSON"));
    EXPECT_THAT(bad(deep + std::string(70'000, ']') + "}"), HasSubstr("not JSON"));
    EXPECT_EQ(cli_profile_region(deep, ""), std::nullopt);
}

TEST_F(CliProfileTest, OtherWays) {
    EXPECT_EQ(good<InstanceRole>(file(R"({"name":"a","mode":"EcsRamRole"})")).name, "");
    EXPECT_EQ(
        good<InstanceRole>(file(R"({"name":"a","mode":"EcsRamRole","ram_role_name":"n"})")).name,
        "n");
    const auto assumed = good<AssumedRole>(file(
        R"({"name":"a","mode":"RamRoleArnWithRoleName","ram_role_name":"n","ram_role_arn":"r"})"));
    EXPECT_EQ(std::get<InstanceRole>(assumed.source->provider).name, "n");
    const auto oidc = good<OidcRole>(
        file(R"({"name":"a","mode":"OIDC","ram_role_arn":"r","oidc_provider_arn":"p",)"
             R"("oidc_token_file":"f"})"));
    EXPECT_EQ(oidc.provider_arn + oidc.token_file + oidc.session.role_arn, "pfr");
    const auto command = file(R"({"name":"a","mode":"External","process_command":"x y"})");
    EXPECT_EQ(good<ExternalCommand>(command).line, "x y");
    const auto uri =
        file(R"({"name":"a","mode":"CredentialsURI","credentials_uri":"http://localhost:1/c"})");
    EXPECT_EQ(good<CredentialsUri>(uri).url, "http://localhost:1/c");
    environment.without_commands = true;
    EXPECT_THAT(bad(command), HasSubstr("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"));
    EXPECT_THAT(bad(uri), HasSubstr("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"));
}

TEST_F(CliProfileTest, ASignInThatStillHolds) {
    const auto until = [](const char* end) {
        return file(keys("a", std::string(R"("mode":"CloudSSO","sts_token":"t",)") +
                                  R"("sts_expiration":)" + end));
    };
    EXPECT_EQ(good<Credentials>(until("1800000001")).expires, now + 1s);
    EXPECT_THAT(bad(until("1800000000")), HasSubstr("run out"));
    EXPECT_THAT(bad(until("null")), HasSubstr("run out"));
    // Years that the clock cannot count: for ever, or long over.
    EXPECT_EQ(good<Credentials>(until("253402300799")).expires, last_foreign_time);
    EXPECT_EQ(good<Credentials>(until("9223372036854775807")).expires, last_foreign_time);
    EXPECT_THAT(bad(until("-9223372036854775808")), HasSubstr("run out"));
    EXPECT_THAT(bad(until("-62135596800")), HasSubstr("run out"));
}

TEST_F(CliProfileTest, TheRegionOfTheProfile) {
    const auto text = file(R"({"name":"a","region_id":"cn-a"},{"name":"b","region_id":""})");
    EXPECT_EQ(cli_profile_region(text, ""), "cn-a");
    EXPECT_EQ(cli_profile_region(text, "b"), std::nullopt);
    EXPECT_EQ(cli_profile_region(text, "c"), std::nullopt);
    EXPECT_EQ(cli_profile_region("junk", ""), std::nullopt);
}

}  // namespace
}  // namespace ecsview::ecs
