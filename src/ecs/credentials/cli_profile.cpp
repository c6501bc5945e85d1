// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/cli_profile.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "base/foreign_time.h"
#include "base/language.h"
#include "base/log.h"
#include "ecs/credentials/fields.h"
#include "ecs/credentials/uri.h"

namespace ecsview::ecs {
namespace {

using std::chrono::system_clock;

constexpr int shortest_session = 900;  // s, the platform's limit
constexpr std::int64_t longest_session = std::int64_t{24} * 3600;
// Roles that source_profile may lead through. ProfileReader and Fetcher call themselves for each
// one, and each one costs a question to the STS.
constexpr std::size_t longest_chain = 16;
constexpr CredentialNames names{"access_key_id", "access_key_secret", "sts_token"};
constexpr std::string_view of_profile = tr_later("profile {1} of {2}");
constexpr std::string_view about_profile = tr_later("profile {1}: {2}");

using Config = Result<ProviderConfig>;

Failure refused(std::string clause) {
    return {ExitCode::credentials, std::move(clause)};
}

Failure missing(const char* name) {
    return refused(tr("{1} is missing", name));
}

std::optional<std::int64_t> number(std::string_view text) {
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

Result<std::string> needed(const Fields& profile, const char* name) {
    if (profile.text(name).empty()) return missing(name);
    return profile.string(name);
}

// Reads a profile, and those that it names as the source of its keys.
class ProfileReader {
public:
    ProfileReader(const std::vector<Fields>& profiles, const Environment& environment,
                  system_clock::time_point now)
        : profiles_(profiles), environment_(environment), now_(now) {}

    const Fields* find(std::string_view name) const {
        const auto found = std::find_if(profiles_.begin(), profiles_.end(),
                                        [&](const Fields& p) { return p.text("name") == name; });
        return found == profiles_.end() ? nullptr : &*found;
    }

    Config read(const Fields& profile);

private:
    struct Mode {
        std::string_view name;
        Config (ProfileReader::*read)(const Fields&);
    };
    static const Mode modes[];

    // The platform's tool writes a token into every profile for which it has one.
    static Result<Credentials> keys(const Fields& p, bool token) {
        return make_credentials(p.string(names.id), p.secret(names.secret),
                                token ? p.secret(names.token) : Secret(), names);
    }

    Config access_key(const Fields& profile) { return plain(keys(profile, false)); }

    Config sts_token(const Fields& profile) {
        if (profile.text(names.token).empty()) return missing(names.token);
        return plain(keys(profile, true));
    }

    // Keys that `aliyun configure` wrote down after a sign-in by browser.
    Config signed_in(const Fields& profile) {
        const auto end = number(profile.text("sts_expiration")).value_or(0);
        const auto expires = foreign_time(std::chrono::seconds(end));
        if (profile.text(names.token).empty() || expires <= now_)
            return refused(
                tr("its sign-in has run out, so run aliyun sts GetCallerIdentity again"));
        auto credentials = keys(profile, true);
        if (credentials) credentials->expires = expires;
        return plain(std::move(credentials));
    }

    Config instance_role(const Fields& profile) {
        return ProviderConfig{InstanceRole{profile.string("ram_role_name")}};
    }

    Config assumed_role(const Fields& profile) {
        auto credentials = keys(profile, true);
        if (!credentials) return credentials.failure();
        return assume(profile, ProviderConfig{std::move(*credentials)});
    }

    Config role_of_instance(const Fields& profile) {
        return assume(profile, ProviderConfig{InstanceRole{profile.string("ram_role_name")}});
    }

    Config chained_role(const Fields& profile) {
        const auto source = profile.string("source_profile");
        const auto shown = log::printable(source, 64);
        const Fields* next = find(source);
        if (source.empty()) return missing("source_profile");
        if (next == nullptr) return refused(tr("its source_profile {1} does not exist", shown));
        path_.push_back(&profile);
        if (path_.size() > longest_chain)
            return refused(tr("source_profile leads through more than {1} roles", longest_chain));
        if (std::find(path_.begin(), path_.end(), next) != path_.end())
            return refused(tr("source_profile leads back to {1}, in a circle", shown));
        auto by = read(*next);
        path_.pop_back();
        if (!by) return refused(tr("its source_profile {1}: {2}", shown, by.failure().sentence));
        return assume(profile, std::move(*by));
    }

    Config oidc(const Fields& profile) {
        auto role = session(profile);
        auto provider = needed(profile, "oidc_provider_arn");
        auto file = needed(profile, "oidc_token_file");
        if (!role) return role.failure();
        if (!provider) return provider.failure();
        if (!file) return file.failure();
        return ProviderConfig{OidcRole{std::move(*role), std::move(*provider), std::move(*file)}};
    }

    Config external(const Fields& profile) {
        if (environment_.without_commands) return forbidden();
        auto line = needed(profile, "process_command");
        if (!line) return line.failure();
        return ProviderConfig{ExternalCommand{std::move(*line)}};
    }

    Config uri(const Fields& profile) {
        if (environment_.without_commands) return forbidden();
        auto url = needed(profile, "credentials_uri");
        if (!url) return url.failure();
        return credentials_uri(*url);
    }

    static Failure forbidden() {
        return refused(tr("ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS forbids its mode"));
    }

    static Config plain(Result<Credentials> credentials) {
        if (!credentials) return credentials.failure();
        return ProviderConfig{std::move(*credentials)};
    }

    Config assume(const Fields& profile, ProviderConfig source) {
        auto role = session(profile);
        if (!role) return role.failure();
        return ProviderConfig{
            AssumedRole{std::move(*role), std::make_unique<ProviderConfig>(std::move(source))}};
    }

    Result<RoleSession> session(const Fields& profile) {
        RoleSession out;
        auto arn = needed(profile, "ram_role_arn");
        if (!arn) return arn.failure();
        auto sts = sts_endpoint({profile.string("sts_endpoint"), profile.string("sts_region"),
                                 profile.flag("enable_vpc")},
                                environment_);
        if (!sts) return sts.failure();
        if (const auto seconds = number(profile.text("expired_seconds")); seconds && *seconds > 0) {
            if (*seconds < shortest_session)
                return refused(tr("expired_seconds is below 900, the platform's least"));
            out.seconds = static_cast<int>(std::min<std::int64_t>(*seconds, longest_session));
        }
        out.role_arn = std::move(*arn);
        out.sts = std::move(*sts);
        out.policy = profile.string("policy");
        out.external_id = profile.string("external_id");
        if (const auto name = session_name(profile); !name.empty()) out.session_name = name;
        return out;
    }

    std::string session_name(const Fields& profile) const {
        const auto name = profile.string("ram_session_name");
        return name.empty() ? environment_.role_session_name : name;
    }

    const std::vector<Fields>& profiles_;
    const Environment& environment_;
    const system_clock::time_point now_;
    std::vector<const Fields*> path_;  // of source_profile so far
};

constexpr ProfileReader::Mode ProfileReader::modes[] = {
    {"ak", &ProfileReader::access_key},
    {"ststoken", &ProfileReader::sts_token},
    {"ramrolearn", &ProfileReader::assumed_role},
    {"ecsramrole", &ProfileReader::instance_role},
    {"ramrolearnwithrolename", &ProfileReader::role_of_instance},
    {"chainableramrolearn", &ProfileReader::chained_role},
    {"oidc", &ProfileReader::oidc},
    {"external", &ProfileReader::external},
    {"credentialsuri", &ProfileReader::uri},
    {"cloudsso", &ProfileReader::signed_in},
    {"oauth", &ProfileReader::signed_in},
};

Config ProfileReader::read(const Fields& profile) {
    const auto mode = lower_case(profile.text("mode"));
    for (const auto& known : modes)
        if (mode == known.name) return (this->*known.read)(profile);
    if (mode.empty()) return missing("mode");
    return refused(
        tr("mode {1} is none that ecsview can use", log::printable(profile.text("mode"), 40)));
}

std::string chosen_name(std::string_view text, const std::string& name) {
    if (!name.empty()) return name;
    const auto file = json_fields(text);
    const auto current = file ? file->string("current") : "";
    return current.empty() ? "default" : current;
}

}  // namespace

Found cli_profile(std::string_view text, const std::string& name, const Environment& environment,
                  system_clock::time_point now) {
    if (!json_fields(text)) return refused(tr("it is not JSON"));
    const auto profiles = json_list(text, "profiles");
    ProfileReader reader(profiles, environment, now);
    const auto wanted = chosen_name(text, name);
    const Fields* profile = reader.find(wanted);
    const auto shown = log::printable(wanted, 64);
    if (profile == nullptr) return Absent{tr("it has no profile {1}", shown)};
    auto config = reader.read(*profile);
    if (!config) return refused(tr(about_profile, shown, config.failure().sentence));
    config->part = FilePart{of_profile, about_profile, shown};
    return std::move(*config);
}

std::optional<std::string> cli_profile_region(std::string_view text, const std::string& name) {
    const auto wanted = chosen_name(text, name);
    for (const auto& profile : json_list(text, "profiles"))
        if (profile.text("name") == wanted && !profile.text("region_id").empty())
            return profile.string("region_id");
    return std::nullopt;
}

}  // namespace ecsview::ecs
