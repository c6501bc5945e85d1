// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/environment.h"

#include "base/ascii.h"
#include "base/environment.h"
#include "base/language.h"

namespace ecsview::ecs {
namespace {

constexpr const char* id_name = "ALIBABA_CLOUD_ACCESS_KEY_ID";
constexpr const char* secret_name = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
constexpr const char* token_name = "ALIBABA_CLOUD_SECURITY_TOKEN";

std::string text(const char* name) {
    return environment(name).value_or("");
}

Secret taken(const char* name) {
    auto value = take_from_environment(name);
    return value ? std::move(*value) : Secret();
}

bool is_true(const char* name) {
    const std::string value = lower_case(text(name));
    return value == "true" || value == "1";
}

std::string below_home(const char* path) {
    const auto home = environment("HOME");
    return home ? *home + path : "";
}

std::string chosen(const std::string& first, const std::string& second) {
    return first.empty() ? second : first;
}

Failure refused(std::string clause) {
    return {ExitCode::credentials, std::move(clause)};
}

}  // namespace

Environment Environment::take() {
    Environment e;
    e.access_key_id = taken(id_name);
    e.access_key_secret = taken(secret_name);
    e.security_token = taken(token_name);
    e.oidc_token_file = text("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
    e.oidc_provider_arn = text("ALIBABA_CLOUD_OIDC_PROVIDER_ARN");
    e.role_arn = text("ALIBABA_CLOUD_ROLE_ARN");
    e.role_session_name = text("ALIBABA_CLOUD_ROLE_SESSION_NAME");
    e.profile = text("ALIBABA_CLOUD_PROFILE");
    e.config_file = chosen(text("ALIBABA_CLOUD_CONFIG_FILE"), below_home("/.aliyun/config.json"));
    e.credentials_file =
        chosen(text("ALIBABA_CLOUD_CREDENTIALS_FILE"), below_home("/.alibabacloud/credentials"));
    e.service_credentials = text("CREDENTIALS_DIRECTORY");
    e.without_profiles = is_true("ALIBABA_CLOUD_CLI_PROFILE_DISABLED");
    e.without_metadata = is_true("ALIBABA_CLOUD_ECS_METADATA_DISABLED");
    e.token_required = is_true("ALIBABA_CLOUD_IMDSV1_DISABLED");
    e.without_commands = is_true("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS");
    e.instance_role = text("ALIBABA_CLOUD_ECS_METADATA");
    e.credentials_uri = text("ALIBABA_CLOUD_CREDENTIALS_URI");
    e.sts_endpoint = text("ALIBABA_CLOUD_STS_ENDPOINT");
    e.sts_region = text("ALIBABA_CLOUD_STS_REGION");
    e.vpc = is_true("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED");
#ifdef ECSVIEW_TESTING
    e.metadata = chosen(text("ECSVIEW_TEST_METADATA"), e.metadata);
#endif
    return e;
}

std::vector<Secret> Environment::own_keys() const {
    std::vector<Secret> out;
    const auto add = [&](const char* name, const Secret& value) {
        if (value.empty()) return;
        std::string line;
        line.reserve(std::char_traits<char>::length(name) + 1 + value.reveal().size());
        line.append(name).append("=").append(value.reveal());
        out.emplace_back(std::move(line));
    };
    add(id_name, access_key_id);
    add(secret_name, access_key_secret.open());
    add(token_name, security_token.open());
    return out;
}

Found keys_of(const Environment& e) {
    if (e.access_key_id.empty() && e.access_key_secret.empty())
        return Absent{tr("{1} and {2} are not set", id_name, secret_name)};
    auto keys = make_credentials(std::string(e.access_key_id.reveal()), e.access_key_secret.open(),
                                 e.security_token.open(), {id_name, secret_name, token_name});
    if (!keys) return keys.failure();
    return ProviderConfig{std::move(*keys)};
}

Found oidc_of(const Environment& e) {
    const auto set = !e.oidc_token_file.empty() + !e.oidc_provider_arn.empty();
    if (set == 0) return Absent{tr("{1} is not set", "ALIBABA_CLOUD_OIDC_TOKEN_FILE")};
    if (set == 1 || e.role_arn.empty())
        return refused(
            tr("ALIBABA_CLOUD_OIDC_TOKEN_FILE, ALIBABA_CLOUD_OIDC_PROVIDER_ARN and "
               "ALIBABA_CLOUD_ROLE_ARN are not all set"));
    auto sts = sts_endpoint({}, e);
    if (!sts) return sts.failure();
    ProviderConfig config;
    auto& role = config.provider.emplace<OidcRole>();
    role.session.sts = std::move(*sts);
    role.session.role_arn = e.role_arn;
    if (!e.role_session_name.empty()) role.session.session_name = e.role_session_name;
    role.provider_arn = e.oidc_provider_arn;
    role.token_file = e.oidc_token_file;
    return config;
}

Result<Endpoint> sts_endpoint(const StsChoice& profile, const Environment& e) {
    if (const auto named = chosen(profile.endpoint, e.sts_endpoint); !named.empty()) {
        auto endpoint = parse_endpoint(named);
        if (!endpoint)
            return refused(
                tr("the STS endpoint is not HOST[:PORT] (http is for this machine only)"));
        return endpoint;
    }
    const auto region = chosen(profile.region, e.sts_region);
    if (region.empty()) return parse_endpoint("sts.aliyuncs.com");
    const bool vpc = profile.vpc || e.vpc;
    auto endpoint = parse_endpoint((vpc ? "sts-vpc." : "sts.") + region + ".aliyuncs.com");
    if (!valid_region(region) || !endpoint)
        return refused(tr("the STS region is not a region ID such as cn-hangzhou"));
    return endpoint;
}

}  // namespace ecsview::ecs
