// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/role.h"

#include "base/language.h"
#include "base/percent.h"
#include "ecs/canonical_query.h"

namespace ecsview::ecs {
namespace {

constexpr const char* sts_version = "2015-04-01";
constexpr std::string_view endpoint_setting = tr_later("the endpoint or region of the STS");

Parameters parameters(const RoleSession& session) {
    Parameters out{{"RoleArn", session.role_arn},
                   {"RoleSessionName", session.session_name},
                   {"DurationSeconds", std::to_string(session.seconds)}};
    if (!session.policy.empty()) out.emplace_back("Policy", session.policy);
    if (!session.external_id.empty()) out.emplace_back("ExternalId", session.external_id);
    return out;
}

}  // namespace

HttpRequest assume_role_request(const RoleSession& session, const Credentials& keys,
                                const Stamp& stamp) {
    auto request = signed_request({"AssumeRole", parameters(session), sts_version}, session.sts,
                                  keys, stamp, {SignatureScheme::v1, Method::post});
    request.named_by = tr(endpoint_setting);
    return request;
}

HttpRequest oidc_request(const RoleSession& session, std::string_view provider_arn,
                         const Secret& token, std::chrono::system_clock::time_point now) {
    HttpRequest request;
    request.method = "POST";
    request.named_by = tr(endpoint_setting);
    request.url = session.sts.url() + "/?" +
                  canonical_query({{"Action", "AssumeRoleWithOIDC"},
                                   {"Format", "JSON"},
                                   {"Timestamp", api_time(now)},
                                   {"Version", sts_version}});
    request.headers = {{"accept", "application/json"},
                       {"content-type", "application/x-www-form-urlencoded"}};
    auto form = parameters(session);
    form.emplace_back("OIDCProviderArn", provider_arn);
    request.body =
        canonical_query(std::move(form)) + "&OIDCToken=" + percent_encode(token.reveal());
    return request;
}

}  // namespace ecsview::ecs
