// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/cloud.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "ecs/credentials/chain.h"
#include "fake_api.h"

namespace ecsview::ecs {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsSubsetOf;
using testing::Not;
using namespace std::chrono_literals;
using Asked = FakeApi::Asked;

constexpr const char* url_action = "DescribeInstanceVncUrl";
constexpr const char* list_action = "DescribeInstances";
constexpr const char* regions_action = "DescribeRegions";

class CloudTest : public testing::Test {
protected:
    // The account's regions, and where i-x is; a region in `forbidden` refuses all questions.
    FakeApi::Reply platform(const Asked& one) const {
        if (one.action == regions_action) return FakeApi::regions_named({"cn-a", "cn-b", "cn-c"});
        const auto region = one.region();
        if (forbidden.find("," + region + ",") != std::string::npos)
            return FakeApi::refuse(403, "Forbidden.RAM");
        if (one.action == list_action) return FakeApi::page(region == home ? "i-x" : "");
        if (region != home) return FakeApi::refuse(404, "InvalidInstanceId.NotFound");
        return state.empty() ? FakeApi::url_of(region) : FakeApi::refuse(403, state);
    }
    static Environment keys() {
        Environment out;
        out.access_key_id = Secret(std::string("id"));
        out.access_key_secret = Secret(std::string("geheim"));
        out.without_metadata = true;
        return out;
    }
    Cloud& cloud() {
        if (!cloud_) {
            place.endpoint = api.endpoint();
            cloud_.emplace(asking, place, [this](const Patience&) {
                ++own_asked;
                return own;
            });
        }
        return *cloud_;
    }
    Patience patience(std::chrono::milliseconds time = 20s) {
        return {std::chrono::steady_clock::now() + time, stop.get_token()};
    }
    std::string url() {
        const auto found = cloud().vnc_url("i-x", patience());
        return found ? std::string(found->text.reveal()) : "refused: " + found.failure().sentence;
    }

    std::string home = "cn-a", forbidden, state;
    std::stop_source stop;
    FakeApi api{[this](const Asked& one) { return answer ? answer(one) : platform(one); }};
    FakeApi::Answer answer;
    CredentialChain chain{keys()};
    Api asking{chain, SignatureScheme::v3, TrustedRoots()};
    Place place;
    std::optional<std::string> own;
    int own_asked = 0;
    std::optional<Cloud> cloud_;
};

// Where an instance is.

TEST_F(CloudTest, AForbiddenGuessDoesNotEndTheSearch) {
    forbidden = ",cn-b,";
    place.likely_regions = {"cn-b", "cn-a"};
    EXPECT_THAT(url(), HasSubstr("cn-a"));
    EXPECT_THAT(api.regions(url_action), ElementsAre("cn-b", "cn-a"));
    EXPECT_EQ(own_asked, 0);
}

TEST_F(CloudTest, AfterTheGuessesComeTheOwnRegionAndAllOthers) {
    forbidden = ",cn-b,";
    place.likely_regions = {"cn-b"};
    own = "cn-c";
    EXPECT_THAT(url(), HasSubstr("cn-a"));
    EXPECT_THAT(api.regions(url_action), ElementsAre("cn-b", "cn-c", "cn-a"));
    EXPECT_EQ(own_asked, 1);
}

TEST_F(CloudTest, WhatIsForbiddenIsToldWhenItIsNowhereElse) {
    home = "cn-b";
    forbidden = ",cn-b,";
    place.likely_regions = {"cn-b", "cn-c"};
    EXPECT_THAT(url(), HasSubstr("the RAM action ecs:DescribeInstanceVncUrl."));
    EXPECT_THAT(api.regions(url_action), ElementsAre("cn-b", "cn-c"));
}

TEST_F(CloudTest, WhatIsForbiddenEverywhereIsToldOfTheConsole) {
    forbidden = ",cn-a,cn-b,cn-c,";
    place.likely_regions = {"cn-b"};
    EXPECT_THAT(url(), HasSubstr("ecs:DescribeInstanceVncUrl"));
}

TEST_F(CloudTest, AGivenRegionBinds) {
    forbidden = ",cn-b,";
    place.region = "cn-b";
    place.likely_regions = {"cn-a"};
    EXPECT_THAT(url(), HasSubstr("Forbidden.RAM"));
    EXPECT_THAT(api.regions(url_action), ElementsAre("cn-b"));
    EXPECT_EQ(api.count(list_action) + api.count(regions_action), 0u);
}

// They become the names of hosts that get signed requests.
TEST_F(CloudTest, OfTheRegionsThatAreToldOnlyRealNamesAreAsked) {
    answer = [this](const Asked& one) {
        return one.action == regions_action
                   ? FakeApi::regions_named({"evil.example/", "cn-b", "", "CN A", "cn-a"})
                   : platform(one);
    };
    EXPECT_THAT(url(), HasSubstr("cn-a"));
    EXPECT_THAT(api.regions(list_action), IsSubsetOf({"cn-b", "cn-a"}));
}

TEST_F(CloudTest, NoMoreThanAHundredRegionsAreAsked) {
    home = "none";
    answer = [this](const Asked& one) {
        std::vector<std::string> names;
        for (int i = 0; i < 300; ++i) names.push_back("cn-" + std::to_string(i));
        return one.action == regions_action ? FakeApi::regions_named(names) : platform(one);
    };
    EXPECT_THAT(url(), HasSubstr("none of the 100 regions"));
    EXPECT_EQ(api.count(list_action), 100U);
}

TEST_F(CloudTest, WhereItIsFoundTheSearchEnds) {
    answer = [this](const Asked& one) {
        std::vector<std::string> names{"cn-a"};
        for (int i = 0; i < 90; ++i) names.push_back("cn-" + std::to_string(i));
        return one.action == regions_action ? FakeApi::regions_named(names) : platform(one);
    };
    EXPECT_THAT(url(), HasSubstr("cn-a"));
    EXPECT_LT(api.count(list_action), 90U);
}

TEST_F(CloudTest, ARefusalThatIsNotAboutThePlaceEndsIt) {
    state = "IncorrectInstanceStatus";
    place.likely_regions = {"cn-a", "cn-b"};
    EXPECT_THAT(url(), HasSubstr("is stopped (IncorrectInstanceStatus); start it and try again. "
                                 "RequestId REQ-1."));
    EXPECT_THAT(api.regions(url_action), ElementsAre("cn-a"));
}

TEST_F(CloudTest, ARegionThatWasFoundIsNotLookedForAgain) {
    for (int reconnect = 0; reconnect < 3; ++reconnect) EXPECT_THAT(url(), HasSubstr("cn-a"));
    EXPECT_EQ(api.count(regions_action), 1u);
    EXPECT_THAT(api.regions(url_action), ElementsAre("cn-a", "cn-a", "cn-a"));
    EXPECT_EQ(own_asked, 1);
}

TEST_F(CloudTest, NorWhenItHasNoConsoleNow) {
    state = "IncorrectInstanceStatus";
    for (int reconnect = 0; reconnect < 3; ++reconnect) EXPECT_THAT(url(), HasSubstr("is stopped"));
    EXPECT_EQ(api.count(regions_action), 1u);
    EXPECT_EQ(api.count(url_action), 3u);
}

TEST_F(CloudTest, TheGuessThatWasRightIsKept) {
    place.likely_regions = {"cn-b", "cn-a"};
    EXPECT_THAT(url(), HasSubstr("cn-a"));
    EXPECT_THAT(url(), HasSubstr("cn-a"));
    EXPECT_THAT(api.regions(url_action), ElementsAre("cn-b", "cn-a", "cn-a"));
}

TEST_F(CloudTest, AForbiddenGuessDoesNotHideTheInstance) {
    forbidden = ",cn-b,";
    place.likely_regions = {"cn-b", "cn-a"};
    EXPECT_EQ(cloud().describe("i-x", patience())->id, "i-x");
    home = "cn-b";
    EXPECT_THAT(cloud().describe("i-x", patience()).failure().sentence,
                HasSubstr("ecs:DescribeInstances."));
}

// How old a URL is.

TEST_F(CloudTest, AUrlThatCameTooLateIsAskedForAgain) {
    place.region = "cn-a";
    place.url_life = 200ms;
    answer = [this](const Asked& one) {
        if (api.count(url_action) == 1) std::this_thread::sleep_for(300ms);
        return platform(one);
    };
    const auto found = cloud().vnc_url("i-x", patience());
    ASSERT_TRUE(found);
    EXPECT_EQ(api.count(url_action), 2u);
}

TEST_F(CloudTest, OneThatNeverComesInTimeIsNotHandedOn) {
    place.region = "cn-a";
    place.url_life = 0ms;
    const auto none = cloud().vnc_url("i-x", patience(300ms));
    ASSERT_FALSE(none);
    EXPECT_EQ(none.failure().code, ExitCode::out_of_time);
    EXPECT_GT(api.count(url_action), 1u);
}

TEST_F(CloudTest, AUrlsAgeBeginsWithTheQuestion) {
    place.region = "cn-a";
    answer = [this](const Asked& one) {
        std::this_thread::sleep_for(100ms);
        return platform(one);
    };
    EXPECT_GE(cloud().vnc_url("i-x", patience())->age(), 100ms);
}

// The instances.

TEST_F(CloudTest, AllPagesAreListed) {
    place.region = "cn-a";
    answer = [](const Asked& one) {
        const auto token = one.parameter("NextToken");
        if (token.empty()) return FakeApi::page("i-1,i-2", "two");
        return token == "two" ? FakeApi::page("i-3", "three") : FakeApi::page("i-4");
    };
    const auto all = cloud().list(patience());
    ASSERT_TRUE(all);
    std::string ids;
    for (const auto& instance : *all) ids += instance.id + " ";
    EXPECT_EQ(ids, "i-1 i-2 i-3 i-4 ");
}

TEST_F(CloudTest, TokensThatRepeatEndTheList) {
    place.region = "cn-a";
    // In a circle of one, and of two.
    for (const auto& [after_two, expected] : {std::pair("two", 2u), {"one", 3u}}) {
        const auto asked_before = api.count(list_action);
        answer = [after = std::string(after_two)](const Asked& one) {
            const auto token = one.parameter("NextToken");
            if (token.empty()) return FakeApi::page("i-0", after == "two" ? "two" : "one");
            return FakeApi::page("i-" + token, token == "one" ? "two" : after);
        };
        const auto all = cloud().list(patience());
        ASSERT_TRUE(all);
        EXPECT_EQ(all->size(), expected);
        EXPECT_EQ(api.count(list_action) - asked_before, expected);
    }
}

TEST_F(CloudTest, ARefusedListNamesWhatWasRefused) {
    place.region = "cn-a";
    forbidden = ",cn-a,";
    const auto none = cloud().list(patience());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.failure().sentence,
              "The access key may not do this (Forbidden.RAM); ask the account's administrator for "
              "the RAM action ecs:DescribeInstances. RequestId REQ-1.");
}

// In several regions.

TEST_F(CloudTest, RegionsAreListedSideBySideAndARefusalHidesNoOther) {
    forbidden = ",cn-b,";
    auto regions = cloud().regions(patience());
    ASSERT_EQ(std::get<std::vector<Region>>(regions).size(), 3u);
    std::map<std::string, RegionList> told;
    cloud().list(std::get<std::vector<Region>>(regions), patience(),
                 [&](RegionList list) { told.emplace(list.region.id, list); });
    ASSERT_EQ(told.size(), 3u);
    EXPECT_EQ(told.at("cn-a").instances.front().id, "i-x");
    EXPECT_FALSE(told.at("cn-a").refused);
    EXPECT_EQ(told.at("cn-b").refused.value().code, "Forbidden.RAM");
    EXPECT_TRUE(told.at("cn-c").instances.empty());
    EXPECT_FALSE(told.at("cn-c").refused);
}

TEST_F(CloudTest, PagesOfARegionAreCounted) {
    answer = [](const Asked& one) {
        return one.parameter("NextToken").empty() ? FakeApi::page("i-1,i-2", "more")
                                                  : FakeApi::page("i-3");
    };
    cloud().list({{"cn-a", {}}}, patience(), [](const RegionList& list) {
        EXPECT_EQ(list.instances.size(), 3u);
        EXPECT_EQ(list.questions, 2);
    });
}

TEST_F(CloudTest, APageThatIsRefusedTakesTheWholeRegion) {
    answer = [](const Asked& one) {
        return one.parameter("NextToken").empty() ? FakeApi::page("i-1,i-2", "more")
                                                  : FakeApi::refuse(400, "Throttling");
    };
    int lists = 0;
    cloud().list({{"cn-a", {}}}, patience(), [&](const RegionList& list) {
        ++lists;
        EXPECT_TRUE(list.instances.empty());
        EXPECT_EQ(list.refused.value().code, "Throttling");
    });
    EXPECT_EQ(lists, 1);
}

TEST_F(CloudTest, TheKnownRegionsDoForKeysThatMayNotAskForAll) {
    answer = [](const Asked&) { return FakeApi::refuse(403, "Forbidden.RAM"); };
    const auto known = cloud().regions(patience());
    EXPECT_GT(std::get<std::vector<Region>>(known).size(), 20u);
    answer = [](const Asked&) { return FakeApi::refuse(400, "Throttling"); };
    EXPECT_EQ(std::get<Refusal>(cloud().regions(patience())).code, "Throttling");
}

TEST_F(CloudTest, AfterAStopNothingIsTold) {
    stop.request_stop();
    cloud().list({{"cn-a", {}}, {"cn-b", {}}}, patience(), [](RegionList) { FAIL(); });
    EXPECT_EQ(api.count(list_action), 0u);
}

// A second try at once.

TEST_F(CloudTest, AClockIsFollowedOnce) {
    place.region = "cn-a";
    answer = [](const Asked&) {
        auto reply = FakeApi::refuse(400, "InvalidTimeStamp.Expired");
        reply.headers = "Date: Wed, 21 Oct 2015 07:28:00 GMT\r\n";
        return reply;
    };
    EXPECT_THAT(url(), HasSubstr("InvalidTimeStamp.Expired"));
    const auto asked = api.asked();
    ASSERT_EQ(asked.size(), 2u);
    EXPECT_THAT(asked[0].text, Not(HasSubstr("x-acs-date: 2015-10-21T07:2")));
    EXPECT_THAT(asked[1].text, HasSubstr("x-acs-date: 2015-10-21T07:28:0"));
}

}  // namespace
}  // namespace ecsview::ecs
