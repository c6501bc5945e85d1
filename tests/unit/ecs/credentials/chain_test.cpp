// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/chain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <fstream>
#include <future>

#include "ecs/credentials/private_file.h"
#include "ecs/credentials/role.h"
#include "ecs/credentials/uri.h"

namespace ecsview::ecs {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using namespace std::chrono_literals;

class ChainTest : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NE(mkdtemp(folder.data()), nullptr);
        environment.config_file = folder + "/config.json";
        environment.credentials_file = folder + "/credentials";
        environment.without_metadata = true;
    }
    void TearDown() override {
        unlink((folder + "/config.json").c_str());
        unlink((folder + "/credentials").c_str());
        rmdir(folder.c_str());
    }
    void write(const char* name, const std::string& text) {
        std::ofstream(folder + "/" + name) << text;
        chmod((folder + "/" + name).c_str(), 0600);
    }
    void write_profile(const std::string& id, const std::string& name = "default") {
        write("config.json", R"({"profiles":[{"name":")" + name +
                                 R"(","mode":"AK","region_id":"cn-a","access_key_id":")" + id +
                                 R"(","access_key_secret":"geheim"}]})");
    }
    CredentialChain chain(std::string profile = {}, bool strict = false) {
        return CredentialChain(std::move(environment), std::move(profile), strict);
    }
    Result<Credentials> ask(CredentialChain& chain) {
        const TrustedRoots nobody;
        return chain.keys({http, nobody, std::chrono::steady_clock::now() + 20s, stop.get_token()});
    }

    std::string folder = "/tmp/ecsview-chain-XXXXXX";
    Environment environment;
    Http http;
    std::stop_source stop;
};

TEST_F(ChainTest, TheEnvironmentComesFirst) {
    write_profile("profile");
    environment.access_key_id = Secret(std::string("own"));
    environment.access_key_secret = Secret(std::string("geheim"));
    auto c = chain();
    EXPECT_EQ(ask(c)->access_key_id, "own");
    EXPECT_EQ(c.origin(), "");
    EXPECT_FALSE(c.renew());
    EXPECT_EQ(ask(c)->access_key_id, "own");
}

TEST_F(ChainTest, TheFirstThatHadKeysIsAskedAgain) {
    write_profile("one");
    auto c = chain();
    EXPECT_EQ(ask(c)->access_key_id, "one");
    EXPECT_EQ(c.origin(), "profile default of " + folder + "/config.json");
    write("credentials", "[default]\ntype=access_key\naccess_key_id=ini\naccess_key_secret=s\n");
    write_profile("two");                     // a key that was exchanged is taken without a restart
    EXPECT_EQ(ask(c)->access_key_id, "one");  // in a while
    EXPECT_TRUE(c.renew());
    EXPECT_EQ(ask(c)->access_key_id, "two");
    unlink((folder + "/config.json").c_str());
    EXPECT_TRUE(c.renew());
    const auto gone = ask(c);
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.failure().code, ExitCode::credentials);
    EXPECT_THAT(gone.failure().sentence, HasSubstr("no such file"));
}

TEST_F(ChainTest, ARefusalIsOfTheKeysThatThereWereNotOfTheNext) {
    write_profile("one");
    auto c = chain();
    EXPECT_EQ(ask(c)->access_key_id, "one");
    EXPECT_TRUE(c.renew());
    write_profile("two");
    EXPECT_EQ(ask(c)->access_key_id, "two");
    write_profile("three");
    EXPECT_EQ(ask(c)->access_key_id, "two");  // kept as any others are
    EXPECT_TRUE(c.renew());
    EXPECT_EQ(ask(c)->access_key_id, "three");
}

// Of keys near their end the rest is used up; refused ones are used no more, whatever their end.
TEST_F(ChainTest, OldKeysAreUsedOnWithoutNewOnesUnlessTheyWereRefused) {
    const std::time_t soon = std::time(nullptr) + 120;
    std::tm parts{};
    char end[32];
    std::strftime(end, sizeof end, "%FT%TZ", gmtime_r(&soon, &parts));
    write("credentials", R"({"mode":"StsToken","access_key_id":"one","access_key_secret":"s",)"
                         R"("sts_token":"t","expiration":")" +
                             std::string(end) + "\"}");
    write("config.json",
          R"({"profiles":[{"name":"default","mode":"External","process_command":"cat )" + folder +
              R"(/credentials"}]})");
    environment.credentials_file.clear();
    auto c = chain();
    EXPECT_EQ(ask(c)->access_key_id, "one");
    unlink((folder + "/credentials").c_str());
    EXPECT_EQ(ask(c)->access_key_id, "one");
    EXPECT_TRUE(c.renew());
    EXPECT_FALSE(ask(c));
}

TEST_F(ChainTest, ThereIsNothingToRenewWithoutKeys) {
    auto c = chain();
    EXPECT_FALSE(c.renew());
    EXPECT_FALSE(ask(c));
    EXPECT_FALSE(c.renew());
}

TEST_F(ChainTest, WhoComesMeanwhileTakesTheSame) {
    write("config.json", R"({"profiles":[{"name":"default","mode":"External","process_command":")" +
                             std::string(R"(sh -c \"echo once >> )") + folder +
                             R"(/credentials; sleep 1; exit 3\""}]})");
    environment.credentials_file.clear();
    auto c = chain();
    auto other = std::async(std::launch::async, [&] { return ask(c); });
    const auto mine = ask(c);
    EXPECT_EQ(mine.failure().sentence, other.get().failure().sentence);
    std::ifstream runs(folder + "/credentials");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(runs), {}), "once\n");
}

TEST_F(ChainTest, AllThatWasTriedIsTold) {
    write("config.json", "{");
    write("credentials", "[default]\ntype=odd\n");
    environment.credentials_uri = "http://far.example/";
    environment.access_key_id = Secret(std::string("half"));
    auto c = chain();
    const auto none = ask(c);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.failure().code, ExitCode::credentials);
    EXPECT_THAT(none.failure().sentence,
                AllOf(HasSubstr("(1) the environment: ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing"),
                      HasSubstr("(2) OIDC"), HasSubstr("(3) " + folder + "/config.json: it is not"),
                      HasSubstr("(4) " + folder + "/credentials: section default: type odd"),
                      HasSubstr("(5) the metadata service"), HasSubstr("(6) the credentials URI"),
                      Not(HasSubstr("\n"))));
}

TEST_F(ChainTest, AProfileByOptionIsMeant) {
    write_profile("profile", "work");
    environment.access_key_id = Secret(std::string("own"));
    environment.access_key_secret = Secret(std::string("geheim"));
    environment.without_profiles = true;
    environment.profile = "other";
    auto c = chain("work");
    EXPECT_EQ(ask(c)->access_key_id, "profile");
    EXPECT_EQ(c.profile_region(), "cn-a");
    Environment more;
    more.access_key_id = Secret(std::string("own"));
    more.access_key_secret = Secret(std::string("geheim"));
    more.config_file = folder + "/config.json";
    CredentialChain other(std::move(more), "none");
    EXPECT_THAT(ask(other).failure().sentence,
                AllOf(HasSubstr("no profile none"), Not(HasSubstr("(3)"))));
}

TEST_F(ChainTest, TheRegionOfTheProfile) {
    write_profile("x");
    EXPECT_EQ(chain().profile_region(), "cn-a");
    environment = Environment();
    EXPECT_EQ(chain().profile_region(), std::nullopt);
}

TEST_F(ChainTest, ACancelEndsTheWalk) {
    stop.request_stop();
    auto c = chain();
    EXPECT_EQ(ask(c).failure().code, ExitCode::done);
}

TEST_F(ChainTest, AServiceIsNotToldToCloseItsOwnCredentials) {
    for (const auto& [kept, told] : {std::pair(folder, false), std::pair(folder + "x", true)}) {
        environment.config_file = folder + "/config.json";
        environment.service_credentials = kept;
        write_profile("LTAItest");
        chmod((folder + "/config.json").c_str(), 0440);
        auto c = chain();
        testing::internal::CaptureStderr();
        EXPECT_TRUE(ask(c));
        const auto heard = testing::internal::GetCapturedStderr();
        EXPECT_EQ(heard.find("mode 0440") != std::string::npos, told) << heard;
    }
}

TEST_F(ChainTest, StrictTakesNoFileThatOthersCanOpen) {
    for (const auto& [mode, kept, taken] :
         {std::tuple(0640, "", false), std::tuple(0602, "", false), std::tuple(0600, "", true),
          std::tuple(0440, folder.c_str(), true)}) {
        environment.config_file = folder + "/config.json";
        environment.service_credentials = kept;
        environment.without_metadata = true;
        write_profile("LTAItest");
        chmod((folder + "/config.json").c_str(), static_cast<mode_t>(mode));
        auto c = chain("", true);
        EXPECT_EQ(c.profile_region().has_value(), taken);
        const auto keys = ask(c);
        ASSERT_EQ(static_cast<bool>(keys), taken) << mode;
        if (keys) continue;
        EXPECT_THAT(
            keys.failure().sentence,
            AllOf(HasSubstr("config.json: it is open to other users"), HasSubstr("--strict")));
    }
}

TEST(PrivateFileTest, WhatIsNoFile) {
    const auto none = read_private_file("/no/such/file");
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none);
    EXPECT_THAT(read_private_file("/tmp").failure().sentence, HasSubstr("no plain file"));
    EXPECT_THAT(read_private_file("/dev/zero").failure().sentence, HasSubstr("no plain file"));
}

TEST(RoleTest, TheFormIsSignedWithTheKeys) {
    RoleSession session;
    session.sts = *parse_endpoint("sts.example.com");
    session.role_arn = "acs:ram::1:role/a";
    session.policy = "{}";
    Credentials keys{"LTAItest", Secret(std::string("s")), Secret(std::string("t+"))};
    const auto request = assume_role_request(session, keys, {{}, "n"});
    EXPECT_EQ(request.url, "https://sts.example.com/");
    EXPECT_THAT(request.body,
                AllOf(HasSubstr("Action=AssumeRole&"), HasSubstr("DurationSeconds=3600"),
                      HasSubstr("RoleArn=acs%3Aram%3A%3A1%3Arole%2Fa"), HasSubstr("Policy=%7B%7D"),
                      HasSubstr("RoleSessionName=ecsview"), HasSubstr("SecurityToken=t%2B"),
                      HasSubstr("Version=2015-04-01"), HasSubstr("&Signature=")));
    EXPECT_THAT(request.body, Not(HasSubstr("ExternalId")));
    const auto oidc = oidc_request(session, "p", Secret(std::string("a.b")), {});
    EXPECT_THAT(oidc.url, HasSubstr("/?Action=AssumeRoleWithOIDC&Format=JSON&Timestamp=1970-"));
    EXPECT_THAT(oidc.body, AllOf(HasSubstr("OIDCProviderArn=p"), HasSubstr("&OIDCToken=a.b")));
    EXPECT_THAT(oidc.url, Not(HasSubstr("a.b")));
}

TEST(CredentialsUriTest, HttpsOrThisMachine) {
    for (const char* url : {"https://a.example/x?y=z", "http://localhost:1/", "http://127.0.0.1/c",
                            "http://[::1]:80/"})
        EXPECT_TRUE(credentials_uri(url)) << url;
    for (const char* url : {"", "a.example", "http://a.example/", "ftp://localhost/", "https://",
                            "https://a b/", "https://u:p@a.example/", "http://localhost/\r\n",
                            "http://localhost.evil.example/", "file:///etc/passwd"})
        EXPECT_FALSE(credentials_uri(url)) << url;
}

}  // namespace
}  // namespace ecsview::ecs
