// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/request.h"

#include <gtest/gtest.h>

#include <algorithm>

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

TEST(RequestTest, TimeIsUtcWithoutFraction) {
    EXPECT_EQ(api_time(sys_days(2026y / 1 / 2) + 3h + 4min + 5s + 999ms), "2026-01-02T03:04:05Z");
    EXPECT_EQ(api_time(sys_days(2024y / 2 / 29)), "2024-02-29T00:00:00Z");
}

}  // namespace
}  // namespace ecsview::ecs
