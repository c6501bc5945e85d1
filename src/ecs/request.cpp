// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/request.h"

#include <time.h>

#include "base/hash.h"
#include "ecs/canonical_query.h"
#include "ecs/signature_v1.h"
#include "ecs/signature_v3.h"

namespace ecsview::ecs {
namespace {

constexpr const char* most_a_page = "100";

std::string_view name(Method method) {
    return method == Method::get ? "GET" : "POST";
}

HttpRequest signed_v3(const Operation& operation, const Endpoint& endpoint,
                      const Credentials& credentials, const Stamp& stamp, Method method) {
    const std::string payload_hash = hex(sha256(""));
    HttpRequest request;
    request.method = name(method);
    request.url = endpoint.url() + "/";
    if (const auto query = canonical_query(operation.parameters); !query.empty())
        request.url += "?" + query;

    auto& headers = request.headers;
    headers.push_back({"accept", "application/json"});
    headers.push_back({"x-acs-action", operation.action});
    headers.push_back({"x-acs-content-sha256", payload_hash});
    headers.push_back({"x-acs-date", api_time(stamp.time)});
    headers.push_back({"x-acs-signature-nonce", stamp.nonce});
    headers.push_back({"x-acs-version", operation.version});
    if (!credentials.security_token.empty()) {
        headers.push_back({"x-acs-accesskey-id", credentials.access_key_id});
        headers.push_back(
            {"x-acs-security-token", std::string(credentials.security_token.reveal())});
    }
    headers.push_back({"host", endpoint.host_header()});
    auto canonical =
        canonical_request(request.method, "/", operation.parameters, headers, payload_hash);
    headers.pop_back();  // signed, but sent by Http as the URL says
    headers.push_back({"authorization", authorization(credentials.access_key_id,
                                                      credentials.access_key_secret, canonical)});
    wipe(canonical.text);
    return request;
}

Parameters v1_parameters(const Operation& operation, const Credentials& credentials,
                         const Stamp& stamp) {
    Parameters all = operation.parameters;
    all.emplace_back("AccessKeyId", credentials.access_key_id);
    all.emplace_back("Action", operation.action);
    all.emplace_back("Format", "JSON");
    if (!credentials.security_token.empty())
        all.emplace_back("SecurityToken", credentials.security_token.reveal());
    all.emplace_back("SignatureMethod", "HMAC-SHA1");
    all.emplace_back("SignatureNonce", stamp.nonce);
    all.emplace_back("SignatureVersion", "1.0");
    all.emplace_back("Timestamp", api_time(stamp.time));
    all.emplace_back("Version", operation.version);
    return all;
}

HttpRequest signed_v1(const Operation& operation, const Endpoint& endpoint,
                      const Credentials& credentials, const Stamp& stamp, Method method) {
    auto parameters = v1_parameters(operation, credentials, stamp);
    auto form = signed_form_v1(name(method), parameters, credentials.access_key_secret);
    for (auto& [key, value] : parameters) wipe(value);
    HttpRequest request;
    request.method = name(method);
    request.url = endpoint.url() + "/";
    request.headers.push_back({"accept", "application/json"});
    if (method == Method::get) {
        request.url += "?" + form;
        wipe(form);
    } else {
        request.headers.push_back({"content-type", "application/x-www-form-urlencoded"});
        request.body = std::move(form);
    }
    return request;
}

}  // namespace

Operation describe_instance_vnc_url(std::string_view region, std::string_view instance_id) {
    return {"DescribeInstanceVncUrl",
            {{"InstanceId", std::string(instance_id)}, {"RegionId", std::string(region)}}};
}

Operation describe_regions() {
    return {"DescribeRegions", {}};
}

// An instance ID has letters, digits and a '-' only, so it needs no escape in JSON.
Operation describe_instance(std::string_view region, std::string_view instance_id) {
    return {"DescribeInstances",
            {{"RegionId", std::string(region)},
             {"InstanceIds", "[\"" + std::string(instance_id) + "\"]"}}};
}

Operation describe_instances_named(std::string_view region, std::string_view name) {
    return {"DescribeInstances",
            {{"RegionId", std::string(region)},
             {"InstanceName", std::string(name)},
             {"MaxResults", most_a_page}}};
}

Operation describe_instances(std::string_view region, const std::string& next_token) {
    Operation operation{"DescribeInstances",
                        {{"RegionId", std::string(region)}, {"MaxResults", most_a_page}}};
    if (!next_token.empty()) operation.parameters.emplace_back("NextToken", next_token);
    return operation;
}

Operation get_caller_identity() {
    return {"GetCallerIdentity", {}, "2015-04-01"};
}

HttpRequest signed_request(const Operation& operation, const Endpoint& endpoint,
                           const Credentials& credentials, const Stamp& stamp,
                           const Signer& signer) {
    const auto sign = signer.scheme == SignatureScheme::v1 ? signed_v1 : signed_v3;
    return sign(operation, endpoint, credentials, stamp, signer.method);
}

std::string api_time(std::chrono::system_clock::time_point time) {
    const time_t seconds = std::chrono::system_clock::to_time_t(time);
    tm utc{};
    gmtime_r(&seconds, &utc);
    char text[32];
    return std::string(text, strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc));
}

}  // namespace ecsview::ecs
