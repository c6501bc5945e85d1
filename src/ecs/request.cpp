// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/request.h"

#include <time.h>

#include "base/hash.h"
#include "ecs/signature_v3.h"

namespace ecsview::ecs {
namespace {

constexpr std::string_view api_version = "2014-05-26";

}  // namespace

Operation describe_instance_vnc_url(std::string_view region, std::string_view instance_id) {
    return {"DescribeInstanceVncUrl",
            {{"InstanceId", std::string(instance_id)}, {"RegionId", std::string(region)}}};
}

HttpRequest signed_request(const Operation& operation, const Endpoint& endpoint,
                           const Credentials& credentials, const Stamp& stamp) {
    const std::string payload_hash = hex(sha256(""));
    HttpRequest request;
    request.method = "POST";
    request.url = endpoint.url() + "/";
    if (const auto query = canonical_query(operation.parameters); !query.empty())
        request.url += "?" + query;

    auto& headers = request.headers;
    headers.push_back({"accept", "application/json"});
    headers.push_back({"x-acs-action", operation.action});
    headers.push_back({"x-acs-content-sha256", payload_hash});
    headers.push_back({"x-acs-date", api_time(stamp.time)});
    headers.push_back({"x-acs-signature-nonce", stamp.nonce});
    headers.push_back({"x-acs-version", std::string(api_version)});
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

std::string api_time(std::chrono::system_clock::time_point time) {
    const time_t seconds = std::chrono::system_clock::to_time_t(time);
    tm utc{};
    gmtime_r(&seconds, &utc);
    char text[32];
    return std::string(text, strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc));
}

}  // namespace ecsview::ecs
