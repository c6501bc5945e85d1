// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "ecs/http_request.h"

namespace ecsview::ecs {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

HttpReply reply(int status, std::string_view body) {
    return {status, Secret(std::string(body)), {}, {}};
}

Answer<Secret> read_vnc_url(int status, std::string_view body) {
    return ecs::read_vnc_url(reply(status, body));
}

std::string url_of(const Answer<Secret>& answer) {
    const auto* text = std::get_if<Secret>(&answer);
    return text ? std::string(text->reveal())
                : "refused: " + std::get<Refusal>(answer).failure.sentence;
}

Refusal refused(int status, std::string_view body) {
    auto answer = read_vnc_url(status, body);
    if (auto* found = std::get_if<Refusal>(&answer)) return std::move(*found);
    ADD_FAILURE() << "not refused: " << body;
    return {};
}

TEST(AnswerTest, TheDocumentedAnswer) {
    EXPECT_EQ(
        url_of(read_vnc_url(
            200, R"({ "RequestId": "1450F2D7", "VncUrl": "wss%3A%2F%2Fh%2F%3Fs%3DDvh%252F" })")),
        "wss%3A%2F%2Fh%2F%3Fs%3DDvh%252F");
}

TEST(AnswerTest, SuccessInOtherWords) {
    for (const char* code : {"\"200\"", "200", "\"OK\"", "\"Success\"", "\"\"", "null"})
        EXPECT_EQ(
            url_of(read_vnc_url(200, std::string(R"({"VncUrl":"wss://h/","Code":)") + code + "}")),
            "wss://h/")
            << code;
    EXPECT_EQ(url_of(read_vnc_url(201, R"({"VncUrl":"wss://h/","More":[{}]})")), "wss://h/");
}

TEST(AnswerTest, TheCodeDecides) {
    const auto answer =
        refused(404, R"({"HostId":"h","Code":"InvalidInstanceId.NotFound","Message":"m"})");
    EXPECT_EQ(answer.failure.code, ExitCode::api);
    EXPECT_THAT(answer.failure.sentence, HasSubstr("(InvalidInstanceId.NotFound)"));
    // A 200 with an error, another status, and lower-case names are the same error.
    for (const int status : {200, 400, 500})
        EXPECT_EQ(refused(status, R"({"code":"InvalidInstanceId.NotFound","message":"m"})")
                      .failure.sentence,
                  answer.failure.sentence);
    EXPECT_EQ(refused(200, R"({"Code":"InternalError","VncUrl":"wss://h/"})").failure.advice.retry,
              Retry::later);
}

// The page says to submit a ticket, and a ticket wants it.
TEST(AnswerTest, TheRequestIdIsTold) {
    const std::string told = " RequestId 473469C7.";
    for (const char* body :
         {R"({"RequestId":"473469C7","Code":"InternalError"})",
          R"({"requestId":"473469C7","code":"Brand.NewCode","message":"m"})",
          "<Error><RequestId>473469C7</RequestId><Code>Throttling</Code></Error>"}) {
        const auto answer = refused(500, body);
        EXPECT_THAT(answer.failure.sentence, EndsWith(told));
        EXPECT_EQ(answer.request_id, "473469C7");
    }
    // Where the body has none, the header may; its name for it is the same.
    for (const char* body : {R"({"Code":"InternalError"})", R"({"VncUrl":""})", "{}", "", "<html/>",
                             R"({"VncUrl":1})"}) {
        auto bare = reply(200, body);
        bare.request_id = "473469C7";
        EXPECT_THAT(std::get<Refusal>(ecs::read_vnc_url(bare)).failure.sentence, EndsWith(told))
            << body;
    }
    EXPECT_THAT(refused(500, R"({"RequestId":"a\nb","Code":"InternalError"})").failure.sentence,
                EndsWith(" RequestId a?b."));
    EXPECT_EQ(refused(500, "<Error><RequestId>a\xbb</RequestId></Error>").request_id, "a?");
}

TEST(AnswerTest, TheRightThatIsMissingIsTheQuestions) {
    const auto denied = reply(403, R"({"Code":"NoPermission","Message":"m"})");
    const auto sentence = [](const auto& answer) {
        return std::get<Refusal>(answer).failure.sentence;
    };
    EXPECT_THAT(sentence(ecs::read_vnc_url(denied)), EndsWith(" ecs:DescribeInstanceVncUrl."));
    EXPECT_THAT(sentence(read_instances(denied)), EndsWith(" ecs:DescribeInstances."));
    EXPECT_THAT(sentence(read_regions(denied)), EndsWith(" ecs:DescribeRegions."));
}

TEST(AnswerTest, AnErrorStatusIsAnErrorWhateverItCarries) {
    const auto answer = refused(500, R"({"VncUrl":"wss://h/?s=geheim"})");
    EXPECT_THAT(answer.failure.sentence, HasSubstr("HTTP 500"));
    EXPECT_THAT(answer.failure.sentence, Not(HasSubstr("geheim")));
    EXPECT_EQ(answer.failure.advice.retry, Retry::later);
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

// --- XML ---------------------------------------------------------------------------------------

TEST(AnswerTest, TheDocumentedAnswerInXml) {
    EXPECT_EQ(url_of(read_vnc_url(200, R"(<DescribeInstanceVncUrlResponse>
      <RequestId>1450F2D7-5435-4420-BBC9-49C5xxxxxxxx</RequestId>
      <VncUrl>wss%3A%2F%2Fh%2F%3Fs%3DDvh%252F</VncUrl>
</DescribeInstanceVncUrlResponse>)")),
              "wss%3A%2F%2Fh%2F%3Fs%3DDvh%252F");
}

TEST(AnswerTest, XmlInOtherWords) {
    for (const char* url : {"wss://h/?a=1&amp;b=2", "<![CDATA[wss://h/?a=1&b=2]]>",
                            "wss://h/?a=1&#38;b=2", "wss://h/<!-- --><![CDATA[?a=1&b=2]]>"})
        EXPECT_EQ(url_of(read_vnc_url(200, "\xef\xbb\xbf <?xml version='1.0'?><XResponse><VncUrl>" +
                                               std::string(url) + "</VncUrl><More/></XResponse>")),
                  "wss://h/?a=1&b=2")
            << url;
}

TEST(AnswerTest, AnErrorInXml) {
    const std::string xml =
        "<?xml version=\"1.0\" "
        "encoding=\"UTF-8\"?><Error><HostId>h</HostId>"
        "<Code>Forbidden.RAM</Code><Message>m</Message><AccessDeniedDetail>"
        "<AuthAction>ecs:DescribeX</AuthAction></AccessDeniedDetail></Error>";
    const std::string json =
        R"({"Code":"Forbidden.RAM","Message":"m","AccessDeniedDetail":{"AuthAction":"ecs:DescribeX"}})";
    for (const int status : {200, 403}) {
        EXPECT_EQ(refused(status, xml).failure.sentence, refused(403, json).failure.sentence);
        EXPECT_EQ(refused(status, xml).failure.code, ExitCode::credentials);
    }
    EXPECT_THAT(refused(403, xml).failure.sentence, HasSubstr("ecs:DescribeX"));
}

TEST(AnswerTest, WhatIsNotTheApisXml) {
    std::string deep;
    while (deep.size() < max_reply_body - 10) deep += "<a>";
    for (const std::string& body :
         {std::string("<html><body>Sign in</body></html>"), std::string("<"),
          std::string("<XResponse><VncUrl>wss://h/</VncUrl>"), std::string("<XResponse>"),
          std::string("<XResponse><VncUrl>wss://h/</XResponse>"), std::string("<!DOCTYPE html><p>"),
          std::string("<XResponse/><XResponse/>"), "<XResponse>" + deep, deep})
        EXPECT_EQ(refused(200, body).failure.code, ExitCode::network) << body.substr(0, 40);
    const std::string bomb =
        "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><XResponse><VncUrl>&b;</VncUrl>"
        "</XResponse>";
    EXPECT_NE(url_of(read_vnc_url(200, bomb)), "aaaaaaaa");
    EXPECT_THAT(refused(200, "<XResponse><VncUrl><a/></VncUrl></XResponse>").failure.sentence,
                HasSubstr("not text"));
    EXPECT_THAT(refused(200, "<XResponse><VncUrl/></XResponse>").failure.sentence,
                HasSubstr("empty VncUrl"));
    EXPECT_THAT(refused(200, "<XResponse/>").failure.sentence, HasSubstr("no VncUrl"));
}

// --- instances and regions ---------------------------------------------------------------------

TEST(AnswerTest, AddressesInBothForms) {
    const std::string json =
        R"({"Instances":{"Instance":[{"InstanceId":"i-1","VpcAttributes":{"VpcId":"v",
            "PrivateIpAddress":{"IpAddress":["10.0.0.1","10.0.0.2"]}},
            "EipAddress":{"IpAddress":"203.0.113.1","Bandwidth":5},
            "PublicIpAddress":{"IpAddress":["203.0.113.2"]},"InnerIpAddress":{"IpAddress":[]}},
            {"InstanceId":"i-2","EipAddress":{"IpAddress":""},
            "InnerIpAddress":{"IpAddress":["10.0.0.3"]},"PublicIpAddress":{"IpAddress":[7,{}]}}]}})";
    const std::string xml =
        "<XResponse><Instances><Instance><VpcAttributes><VpcId>v</VpcId><PrivateIpAddress>"
        "<IpAddress>10.0.0.1</IpAddress><IpAddress>10.0.0.2</IpAddress></PrivateIpAddress>"
        "</VpcAttributes><EipAddress><IpAddress>203.0.113.1</IpAddress></EipAddress>"
        "<PublicIpAddress><IpAddress>203.0.113.2</IpAddress></PublicIpAddress></Instance>"
        "<Instance><EipAddress><IpAddress></IpAddress></EipAddress><PublicIpAddress/>"
        "<InnerIpAddress><IpAddress>10.0.0.3</IpAddress></InnerIpAddress></Instance>"
        "</Instances></XResponse>";
    using Addresses = std::vector<std::string>;
    for (const auto& body : {json, xml}) {
        const auto answer = read_instances(reply(200, body));
        const auto& found = std::get<InstancePage>(answer).instances;
        ASSERT_EQ(found.size(), 2u);
        EXPECT_EQ(found[0].addresses,
                  (Addresses{"203.0.113.1", "203.0.113.2", "10.0.0.1", "10.0.0.2"}));
        EXPECT_EQ(found[1].addresses, Addresses{"10.0.0.3"});
    }
}

TEST(AnswerTest, InstancesInBothForms) {
    const std::string json =
        R"({"TotalCount":2,"NextToken":"t","Instances":{"Instance":[
            {"InstanceId":"i-1","InstanceName":"a","Status":"Running","OSType":"linux","RegionId":"r",
             "OSName":"Debian 64位","OSNameEn":"Debian 64 bit","Cpu":2,"Unknown":{"x":[1]}},
            {"InstanceId":"i-2","OSType":"windows","OSName":"W"}]}})";
    const std::string xml =
        "<XResponse><NextToken>t</NextToken><Instances><Instance><InstanceId>i-1</InstanceId>"
        "<InstanceName>a</InstanceName><Status>Running</Status><OSType>linux</OSType>"
        "<RegionId>r</RegionId><OSNameEn>Debian 64 bit</OSNameEn></Instance><Instance>"
        "<InstanceId>i-2</InstanceId><OSType>windows</OSType><OSName>W</OSName></Instance>"
        "</Instances></XResponse>";
    for (const auto& body : {json, xml}) {
        auto answer = read_instances(reply(200, body));
        ASSERT_TRUE(std::holds_alternative<InstancePage>(answer)) << body;
        const auto& page = std::get<InstancePage>(answer);
        EXPECT_EQ(page.next_token, "t");
        ASSERT_EQ(page.instances.size(), 2u);
        EXPECT_EQ(page.instances[0].id, "i-1");
        EXPECT_EQ(page.instances[0].name, "a");
        EXPECT_EQ(page.instances[0].status, "Running");
        EXPECT_EQ(page.instances[0].os_type, "linux");
        EXPECT_EQ(page.instances[0].os_name, "Debian 64 bit");
        EXPECT_EQ(page.instances[0].region, "r");
        EXPECT_EQ(page.instances[1].os_name, "W");
        EXPECT_EQ(page.instances[1].status, "");
    }
    for (const char* none : {R"({"Instances":{"Instance":[]}})", R"({"Instances":{}})",
                             "<XResponse><Instances/></XResponse>"})
        EXPECT_TRUE(std::get<InstancePage>(read_instances(reply(200, none))).instances.empty());
    EXPECT_TRUE(std::holds_alternative<Refusal>(read_instances(reply(200, "{}"))));
    EXPECT_TRUE(std::holds_alternative<Refusal>(read_instances(reply(403, json))));
}

TEST(AnswerTest, RegionsInBothForms) {
    for (const char* body :
         {R"({"Regions":{"Region":[{"RegionId":"a","RegionEndpoint":"e"},{"RegionId":"b"}]}})",
          "<XResponse><Regions><Region><RegionId>a</RegionId><RegionEndpoint>e</RegionEndpoint>"
          "</Region><Region><RegionId>b</RegionId></Region></Regions></XResponse>"}) {
        const auto answer = read_regions(reply(200, body));
        ASSERT_TRUE(std::holds_alternative<std::vector<Region>>(answer)) << body;
        const auto& regions = std::get<std::vector<Region>>(answer);
        ASSERT_EQ(regions.size(), 2u);
        EXPECT_EQ(regions[0].id, "a");
        EXPECT_EQ(regions[0].endpoint, "e");
        EXPECT_EQ(regions[1].id, "b");
    }
    EXPECT_TRUE(std::holds_alternative<Refusal>(read_regions(reply(200, "{}"))));
}

// --- a stranger's bytes ------------------------------------------------------------------------

std::string mutated(std::string text, std::mt19937& dice) {
    const auto below = [&](std::size_t bound) { return dice() % bound; };
    for (auto left = below(4) + 1; left > 0 && !text.empty(); --left) {
        const auto at = below(text.size());
        switch (below(4)) {
            case 0: text[at] = static_cast<char>(dice()); break;
            case 1: text.erase(at, below(8)); break;
            case 2: text.insert(at, text.substr(below(text.size()), below(16))); break;
            default: text.resize(at);
        }
    }
    return text;
}

template <class T>
void expect_clean(const Answer<T>& answer, const std::string& body) {
    const auto* found = std::get_if<Refusal>(&answer);
    if (found == nullptr) return;
    EXPECT_FALSE(found->failure.sentence.empty());
    EXPECT_LT(found->failure.sentence.size(), 1000u);
    for (const char c : found->failure.sentence)
        ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)
            << testing::PrintToString(body);
}

TEST(AnswerTest, StrangeBytesNeverHarm) {
    const std::string seeds[] = {
        R"({"RequestId":"r","VncUrl":"wss%3A%2F%2Fh%2F%3Fs%3D1"})",
        R"({"Code":"Odd\u001b[31m","Message":"\u0000\n\u007fm","AccessDeniedDetail":{"AuthAction":"\u0007"}})",
        R"({"code":"NoPermission","AccessDeniedDetail":{"AuthAction":"\u0007a"}})",
        "<Error><Code>Odd&#27;[31m</Code><Message>&#7;&#10;m</Message></Error>",
        "<XResponse><VncUrl>wss%3A%2F%2Fh%2F</VncUrl></XResponse>",
        R"({"Instances":{"Instance":[{"InstanceId":"i-1"}]},"Regions":{"Region":[{"RegionId":"r"}]}})",
        std::string(64, '\0')};
    std::mt19937 dice(20140526);
    for (int round = 0; round < 20'000; ++round) {
        const auto body = mutated(seeds[dice() % std::size(seeds)], dice);
        const int status = round % 3 == 0 ? 403 : 200;
        const auto answer = read_vnc_url(status, body);
        expect_clean(answer, body);
        expect_clean(read_instances(reply(status, body)), body);
        expect_clean(read_regions(reply(status, body)), body);
    }
}

}  // namespace
}  // namespace ecsview::ecs
