// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/ini_file.h"

#include "base/ascii.h"
#include "base/language.h"
#include "base/log.h"
#include "ecs/credentials/fields.h"

namespace ecsview::ecs {
namespace {

constexpr CredentialNames names{"access_key_id", "access_key_secret", ""};
constexpr std::string_view of_section = tr_later("section {1} of {2}");
constexpr std::string_view about_section = tr_later("section {1}: {2}");

Failure refused(std::string clause) {
    return {ExitCode::credentials, std::move(clause)};
}

// Without quotes around it; without a comment behind it.
std::string_view value_of(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && (text[0] == '"' || text[0] == '\''))
        if (const auto end = text.find(text[0], 1); end != std::string_view::npos)
            return text.substr(1, end - 1);
    return trimmed(text.substr(0, std::min(text.find(" #"), text.find(" ;"))));
}

bool is_comment(std::string_view line) {
    return line.empty() || line[0] == '#' || line[0] == ';';
}

std::optional<Fields> section(std::string_view text, std::string_view name) {
    std::optional<Fields> out;
    bool inside = false;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = trimmed(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (is_comment(line)) continue;
        if (line.front() == '[' && line.back() == ']') {
            inside = trimmed(line.substr(1, line.size() - 2)) == name;
            if (inside && !out) out.emplace();
        } else if (const auto sign = line.find('='); inside && sign != std::string_view::npos) {
            out->set(std::string(trimmed(line.substr(0, sign))),
                     std::string(value_of(line.substr(sign + 1))));
        }
    }
    return out;
}

Result<Credentials> keys(const Fields& s) {
    return make_credentials(s.string(names.id), s.secret(names.secret), Secret(), names);
}

Result<ProviderConfig> role(const Fields& s, const Environment& environment) {
    auto by = keys(s);
    if (!by) return by.failure();
    if (s.text("role_arn").empty()) return refused(tr("{1} is missing", "role_arn"));
    auto sts = sts_endpoint({}, environment);
    if (!sts) return sts.failure();
    RoleSession session;
    session.sts = std::move(*sts);
    session.role_arn = s.string("role_arn");
    session.policy = s.string("policy");
    for (const auto& name : {s.string("role_session_name"), environment.role_session_name})
        if (!name.empty()) {
            session.session_name = name;
            break;
        }
    return ProviderConfig{AssumedRole{
        std::move(session), std::make_unique<ProviderConfig>(ProviderConfig{std::move(*by)})}};
}

Result<ProviderConfig> config_of(const Fields& s, const Environment& environment) {
    const auto type = s.text("type");
    if (type == "access_key") {
        auto credentials = keys(s);
        if (!credentials) return credentials.failure();
        return ProviderConfig{std::move(*credentials)};
    }
    if (type == "ecs_ram_role") return ProviderConfig{InstanceRole{s.string("role_name")}};
    if (type == "ram_role_arn") return role(s, environment);
    if (type.empty()) return refused(tr("{1} is missing", "type"));
    return refused(tr("type {1} is none that ecsview can use", log::printable(type, 40)));
}

}  // namespace

Found ini_section(std::string_view text, const std::string& name, const Environment& environment) {
    const auto wanted = name.empty() ? "default" : name;
    const auto shown = log::printable(wanted, 64);
    const auto found = section(text, wanted);
    if (!found) return Absent{tr("it has no section {1}", shown)};
    auto config = config_of(*found, environment);
    if (!config) return refused(tr(about_section, shown, config.failure().sentence));
    config->part = FilePart{of_section, about_section, shown};
    return std::move(*config);
}

}  // namespace ecsview::ecs
