// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/request.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "ecs/canonical_query.h"

namespace ecsview::ecs {
namespace {

using std::chrono::sys_days;
using namespace std::chrono_literals;

// 2023-10-26T10:22:32Z, the nonce and the keys of the platform's documented example.
const Stamp documented{sys_days(2023y / 10 / 26) + 10h + 22min + 32s,
                       "3156853299f313e23d1673dc12e1703d"};

Credentials keys(const char* token = "") {
    return {"YourAccessKeyId", Secret(std::string("YourAccessKeySecret")),
            Secret(std::string(token))};
}

std::string header(const HttpRequest& request, std::string_view name) {
    const auto found = std::find_if(request.headers.begin(), request.headers.end(),
                                    [&](const Header& h) { return h.name == name; });
    return found == request.headers.end() ? "(none)" : found->value;
}

TEST(RequestTest, IsTheDocumentedRequest) {
    const Operation operation{"RunInstances",
                              {{"ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"},
                               {"RegionId", "cn-shanghai"}}};
    const auto request =
        signed_request(operation, *region_endpoint("cn-shanghai"), keys(), documented);
    EXPECT_EQ(header(request, "authorization"),
              "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
              "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
              "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    EXPECT_EQ(header(request, "x-acs-date"), "2023-10-26T10:22:32Z");
}

TEST(RequestTest, DescribeInstanceVncUrl) {
    const auto request = signed_request(describe_instance_vnc_url("cn-hangzhou", "i-bp1"),
                                        *region_endpoint("cn-hangzhou"), keys(), documented);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url,
              "https://ecs.cn-hangzhou.aliyuncs.com/?InstanceId=i-bp1&RegionId=cn-hangzhou");
    EXPECT_EQ(header(request, "x-acs-action"), "DescribeInstanceVncUrl");
    EXPECT_EQ(header(request, "x-acs-version"), "2014-05-26");
    EXPECT_EQ(header(request, "accept"), "application/json");
    EXPECT_EQ(header(request, "host"), "(none)");
    EXPECT_EQ(header(request, "x-acs-security-token"), "(none)");
    EXPECT_EQ(header(request, "x-acs-accesskey-id"), "(none)");
}

TEST(RequestTest, TemporaryCredentialsAreSentAndSigned) {
    const auto request = signed_request(describe_instance_vnc_url("r", "i-1"),
                                        *region_endpoint("r"), keys("to/ken=="), documented);
    EXPECT_EQ(header(request, "x-acs-security-token"), "to/ken==");
    EXPECT_EQ(header(request, "x-acs-accesskey-id"), "YourAccessKeyId");
    EXPECT_NE(header(request, "authorization")
                  .find("x-acs-date;x-acs-security-token;x-acs-signature-nonce"),
              std::string::npos);
}

TEST(RequestTest, ThePortIsSigned) {
    const auto sign = [](const char* endpoint) {
        return header(signed_request(describe_instance_vnc_url("r", "i-1"),
                                     *parse_endpoint(endpoint), keys(), documented),
                      "authorization");
    };
    EXPECT_EQ(sign("h"), sign("https://h:443/"));
    EXPECT_NE(sign("h"), sign("h:8443"));
}

TEST(RequestTest, ParametersAreEncoded) {
    const auto request = signed_request({"DescribeInstances", {{"InstanceIds", "[\"i-1\"]"}}},
                                        *parse_endpoint("h"), keys(), documented);
    EXPECT_EQ(request.url, "https://h/?InstanceIds=%5B%22i-1%22%5D");
    EXPECT_EQ(signed_request({"DescribeRegions", {}}, *parse_endpoint("h"), keys(), documented).url,
              "https://h/");
}

TEST(RequestTest, TheOtherOperations) {
    EXPECT_EQ(canonical_query(describe_instance("r", "i-1").parameters),
              "InstanceIds=%5B%22i-1%22%5D&RegionId=r");
    EXPECT_EQ(canonical_query(describe_instances_named("r", "a b").parameters),
              "InstanceName=a%20b&MaxResults=100&RegionId=r");
    EXPECT_EQ(canonical_query(describe_instances("r", "").parameters), "MaxResults=100&RegionId=r");
    EXPECT_EQ(canonical_query(describe_instances("r", "t").parameters),
              "MaxResults=100&NextToken=t&RegionId=r");
    EXPECT_TRUE(describe_regions().parameters.empty());
}

// The common parameters and the layout of v1-vncurl-get and v1-vncurl-post in tests/vectors.
const Stamp of_vector(const char* nonce) {
    return {sys_days(2026y / 1 / 2) + 3h + 4min + 5s, nonce};
}

Credentials test_keys(const char* token = "") {
    return {"testid", Secret(std::string("testsecret")), Secret(std::string(token))};
}

TEST(RequestTest, V1GetHasAllInTheQuery) {
    const auto request = signed_request(
        describe_instance_vnc_url("cn-hangzhou", "i-bp1hzoinajzkh91h0001"), *parse_endpoint("h"),
        test_keys(), of_vector("n1-vncurl-get-3ee8c1b8-83d3-44af-a94f-000000000002"),
        {SignatureScheme::v1, Method::get});
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.url,
              "https://h/?AccessKeyId=testid&Action=DescribeInstanceVncUrl&Format=JSON&InstanceId="
              "i-bp1hzoinajzkh91h0001&RegionId=cn-hangzhou&SignatureMethod=HMAC-SHA1&"
              "SignatureNonce=n1-vncurl-get-3ee8c1b8-83d3-44af-a94f-000000000002&"
              "SignatureVersion=1.0&Timestamp=2026-01-02T03%3A04%3A05Z&Version=2014-05-26&"
              "Signature=tlcE9UpNEicdc7EPrfQC0VcaACE%3D");
    EXPECT_EQ(request.body, "");
    EXPECT_EQ(header(request, "content-type"), "(none)");
    EXPECT_EQ(header(request, "authorization"), "(none)");
}

TEST(RequestTest, V1PostHasAllInTheForm) {
    const auto request = signed_request(
        describe_instance_vnc_url("cn-hangzhou", "i-bp1hzoinajzkh91h0001"), *parse_endpoint("h"),
        test_keys(), of_vector("n1-vncurl-post-3ee8c1b8-83d3-44af-a94f-000000000003"),
        {SignatureScheme::v1, Method::post});
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://h/");
    EXPECT_EQ(header(request, "content-type"), "application/x-www-form-urlencoded");
    EXPECT_NE(request.body.find("&Signature=P1TaypBWOddc1Ek9CUU8Y0Iq2OQ%3D"), std::string::npos);
}

TEST(RequestTest, V1SendsAndSignsTheToken) {
    const auto request = signed_request(
        describe_instance_vnc_url("cn-hangzhou", "i-bp1hzoinajzkh91h0001"), *parse_endpoint("h"),
        test_keys("CAIS9gF1q6Ft5B2yfSjIr5fS+w/7jpx1HRX5fSj+Ir5==/abc+def=="),
        of_vector("n1-vncurl-get-sts-3ee8c1b8-83d3-44af-a94f-000000000004"),
        {SignatureScheme::v1, Method::get});
    EXPECT_NE(request.url.find("&SecurityToken=CAIS9gF1q6Ft5B2yfSjIr5fS%2Bw%2F7jpx1"),
              std::string::npos);
    EXPECT_TRUE(request.url.ends_with("&Signature=0l5piZVp0fA3iFJM88qq6XI25pk%3D"));
}

TEST(RequestTest, V3SignsTheMethod) {
    const auto sign = [](Method method) {
        return signed_request(describe_instance_vnc_url("r", "i-1"), *parse_endpoint("h"), keys(),
                              documented, {SignatureScheme::v3, method});
    };
    EXPECT_EQ(sign(Method::get).method, "GET");
    EXPECT_EQ(sign(Method::get).url, sign(Method::post).url);
    EXPECT_NE(header(sign(Method::get), "authorization"),
              header(sign(Method::post), "authorization"));
}

TEST(RequestTest, OtherProductsHaveOtherVersions) {
    const Operation assume_role{"AssumeRole", {{"RoleArn", "a"}}, "2015-04-01"};
    const auto v3 = signed_request(assume_role, *parse_endpoint("h"), keys(), documented);
    EXPECT_EQ(header(v3, "x-acs-version"), "2015-04-01");
    const auto v1 = signed_request(assume_role, *parse_endpoint("h"), keys(), documented,
                                   {SignatureScheme::v1, Method::post});
    EXPECT_NE(v1.body.find("&Version=2015-04-01&"), std::string::npos);
}

TEST(RequestTest, TimeIsUtcWithoutFraction) {
    EXPECT_EQ(api_time(sys_days(2026y / 1 / 2) + 3h + 4min + 5s + 999ms), "2026-01-02T03:04:05Z");
    EXPECT_EQ(api_time(sys_days(2024y / 2 / 29)), "2024-02-29T00:00:00Z");
}

}  // namespace
}  // namespace ecsview::ecs
