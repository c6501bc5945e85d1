// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/judgement.h"

#include <gtest/gtest.h>

#include "ecs/error_codes.h"
#include "screen/cause.h"
#include "screen/messages.h"

namespace ecsview::doctor {
namespace {

using namespace std::chrono;
using namespace std::chrono_literals;

TEST(Parted, TakesASentenceApart) {
    const auto [seen, mend] = parted("Nothing answers at a:1; check the address.");
    EXPECT_EQ(seen, "Nothing answers at a:1");
    EXPECT_EQ(mend, "check the address");
}

TEST(Parted, KeepsAListTogether) {
    const auto [seen, mend] = parted(
        "There are no credentials: (1) the environment: A is not set; (2) OIDC: nothing. Run "
        "aliyun configure, or set A.");
    EXPECT_EQ(seen,
              "There are no credentials: (1) the environment: A is not set; (2) OIDC: nothing");
    EXPECT_EQ(mend, "Run aliyun configure, or set A");
}

TEST(Parted, AListIsNoAdvice) {
    const auto [seen, mend] = parted("There are none: (1) no file; (2) no network; try again.");
    EXPECT_EQ(seen, "There are none: (1) no file; (2) no network");
    EXPECT_EQ(mend, "try again");
}

TEST(Parted, WhatThePlatformKnowsTheQuestionByIsNoAdvice) {
    const auto [seen, mend] = parted(
        "The access key secret is wrong (X); check it. RequestId 1-2. The keys come from profile a "
        "of /home/a/.aliyun/config.json.");
    EXPECT_EQ(seen,
              "The access key secret is wrong (X). The keys come from profile a of "
              "/home/a/.aliyun/config.json (RequestId 1-2)");
    EXPECT_EQ(mend, "check it");
}

TEST(Parted, TheWordsOfAServerMayHaveNone) {
    EXPECT_EQ(parted("No.").seen, "No");
    EXPECT_EQ(parted("No.").mend, "");
    EXPECT_EQ(parted("").seen, "");
}

TEST(Parted, EachCauseSaysWhatToDo) {
    for (const auto& row : screen::causes::table) {
        if (row.says == "{words}" || row.name == "password_unanswered") continue;
        const auto [seen, mend] = parted(row.says);
        EXPECT_NE(seen, "") << row.name;
        EXPECT_NE(mend, "") << row.name;
    }
}

TEST(Parted, EachRefusalSaysWhatToDo) {
    for (const char* code : {"InvalidInstanceId.NotFound", "IncorrectInstanceStatus",
                             "SignatureDoesNotMatch", "Forbidden.RAM", "Throttling.User"}) {
        ecs::RefusedAnswer answer;
        answer.code = code;
        answer.request_id = "R-1";
        const auto [seen, mend] = parted(ecs::refusal(answer).failure.sentence);
        EXPECT_NE(mend, "") << code;
        EXPECT_EQ(mend.find("R-1"), std::string::npos) << mend;
        EXPECT_TRUE(seen.ends_with("(RequestId R-1)")) << seen;
    }
}

TEST(Judgement, AnUnknownCodeIsToBeLookedUp) {
    ecs::RefusedAnswer answer;
    answer.code = "Brand.New";
    const auto check = failed(Topic::right_console, ecs::refusal(answer).failure);
    EXPECT_EQ(check.exit, ExitCode::api);
    EXPECT_NE(check.mend.find("API Error Center"), std::string::npos);
}

TEST(Judgement, ADoubtIsNoFailure) {
    const auto check = doubtful(Topic::identity, {ExitCode::network, "No way; check it."});
    EXPECT_EQ(check.verdict, Verdict::warn);
    EXPECT_EQ(check.exit, ExitCode::done);
    EXPECT_EQ(check.mend, "check it");
}

TEST(Judgement, OfAProxyItsLoginIsNotTold) {
    auto proxy = parse_proxy("http://canary:cage@proxy.test:3128");
    ASSERT_TRUE(proxy);
    const auto check = of_proxy(Topic::api_proxy, std::optional(std::move(*proxy)));
    EXPECT_EQ(check.seen, "http://proxy.test:3128, with a login");
    EXPECT_EQ(of_proxy(Topic::api_proxy, std::optional<Proxy>()).seen, "none");
    const auto bad = of_proxy(Topic::api_proxy, Failure{ExitCode::usage, "No; check it."});
    EXPECT_EQ(bad.verdict, Verdict::fail);
    EXPECT_EQ(bad.exit, ExitCode::usage);
}

constexpr sys_seconds noon = sys_days(2026y / 6 / 1) + 12h;

ShownTls shown(days own, days authority) {
    return {"TLSv1.3",
            {},
            {{"CN=ca", "CN=ca", noon + authority}, {"CN=host", "CN=ca", noon + own}},
            7ms};
}

TEST(Judgement, ACertificateIsGoodUntilItEndsSoon) {
    const auto good = of_tls(Topic::api_tls, shown(days(15), days(900)), noon);
    EXPECT_EQ(good.verdict, Verdict::ok);
    EXPECT_EQ(good.seen, "TLSv1.3, CN=host by CN=ca, until 2026-06-16 (7 ms)");
    EXPECT_EQ(good.mend, "");
    const auto old = of_tls(Topic::api_tls, shown(days(14), days(900)), noon);
    EXPECT_EQ(old.verdict, Verdict::warn);
    EXPECT_NE(old.mend.find("14 days"), std::string::npos) << old.mend;
}

TEST(Judgement, AnAuthorityEndsToo) {
    const auto check = of_tls(Topic::api_tls, shown(days(90), days(3)), noon);
    EXPECT_EQ(check.verdict, Verdict::warn);
    EXPECT_TRUE(check.seen.ends_with("; CN=ca by CN=ca, until 2026-06-04")) << check.seen;
}

TEST(Judgement, ARefusedCertificateIsShown) {
    auto refused = shown(days(-1), days(900));
    refused.failure = Failure{ExitCode::tls_identity, "The certificate has expired; check it."};
    const auto check = of_tls(Topic::console_tls, refused, noon);
    EXPECT_EQ(check.verdict, Verdict::fail);
    EXPECT_EQ(check.exit, ExitCode::tls_identity);
    EXPECT_EQ(check.seen, "The certificate has expired (CN=host by CN=ca, until 2026-05-31)");
}

TEST(Judgement, ClocksMayDifferALittle) {
    EXPECT_EQ(of_clock(-2s).seen, "as the platform's");
    EXPECT_EQ(of_clock(59s).verdict, Verdict::ok);
    EXPECT_EQ(of_clock(60s).verdict, Verdict::warn);
    EXPECT_EQ(of_clock(-899s).verdict, Verdict::warn);
    EXPECT_EQ(of_clock(-900s).verdict, Verdict::fail);
    EXPECT_EQ(of_clock(1h).exit, ExitCode::credentials);
    EXPECT_NE(of_clock(1h).seen.find("60 minutes behind the platform's"), std::string::npos);
    EXPECT_NE(of_clock(-72h).seen.find("3 days ahead of the platform's"), std::string::npos);
}

ecs::Instance instance(const char* status) {
    return {"i-1", "web", status, "cn-beijing", "linux", "Debian"};
}

TEST(Judgement, AnInstanceRunsWhereItWasLookedFor) {
    EXPECT_EQ(of_instance(instance("Running"), "").verdict, Verdict::ok);
    EXPECT_EQ(of_instance(instance("Running"), "cn-beijing").seen,
              "web (i-1) is Running in cn-beijing, linux");
    const auto elsewhere = of_instance(instance("Running"), "cn-hangzhou");
    EXPECT_EQ(elsewhere.verdict, Verdict::fail);
    EXPECT_EQ(elsewhere.mend, "give --region cn-beijing, or leave --region out");
    EXPECT_NE(of_instance(instance("Stopped"), "").mend.find("start"), std::string::npos);
    EXPECT_NE(of_instance(instance("Starting"), "").mend.find("wait"), std::string::npos);
    EXPECT_EQ(of_instance(instance("Stopped"), "").exit, ExitCode::api);
}

TEST(Judgement, ARightThatIsNotNeededIsADoubt) {
    ecs::RefusedAnswer answer;
    answer.code = "Forbidden.RAM";
    answer.asked_action = "ecs:DescribeRegions";
    const auto refused = ecs::refusal(answer);
    const auto doubt = of_right(Topic::right_regions, refused, false);
    EXPECT_EQ(doubt.verdict, Verdict::warn);
    EXPECT_NE(doubt.mend.find("ecs:DescribeRegions"), std::string::npos) << doubt.mend;
    EXPECT_NE(doubt.mend.find("--region"), std::string::npos) << doubt.mend;
    EXPECT_EQ(of_right(Topic::right_console, refused, true).exit, ExitCode::credentials);
}

TEST(Judgement, EachStepOfAConnectionHasItsTime) {
    const steady_clock::time_point begin{1h};
    const std::vector<Step> steps{{screen::Phase::asking, begin},
                                  {screen::Phase::connecting, begin + 20ms},
                                  {screen::Phase::live, begin + 50ms}};
    EXPECT_EQ(of_picture({800, 600}, steps, begin + 60ms).seen,
              "800x600 after 60 ms: asking for the URL 20 ms, connecting 30 ms, picture 10 ms");
    EXPECT_EQ(of_picture({1, 1}, {}, begin).seen, "1x1 after 0 ms");
}

TEST(Judgement, AMissingWallIsNamed) {
    EXPECT_EQ(of_walls(0, false).verdict, Verdict::ok);
    const auto check = of_walls(screen::wall_landlock | screen::wall_filter, false);
    EXPECT_EQ(check.verdict, Verdict::warn);
    EXPECT_EQ(check.seen, "the decoder has no filter of system calls, no Landlock");
    EXPECT_EQ(of_walls(0, true).verdict, Verdict::warn);
}

}  // namespace
}  // namespace ecsview::doctor
