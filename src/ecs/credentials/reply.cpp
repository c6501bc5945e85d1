// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/credentials/reply.h"

#include <charconv>

#include "base/ascii.h"
#include "base/foreign_time.h"
#include "base/language.h"
#include "base/log.h"
#include "ecs/credentials/fields.h"

namespace ecsview::ecs {
namespace {

constexpr CredentialNames service_names{"AccessKeyId", "AccessKeySecret", "SecurityToken"};
constexpr CredentialNames command_names{"access_key_id", "access_key_secret", "sts_token"};

Failure refused(std::string clause) {
    return {ExitCode::credentials, std::move(clause)};
}

std::optional<int> number(std::string_view text) {
    int out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size() || out < 0) return std::nullopt;
    return out;
}

bool ok(int status) {
    return status >= 200 && status < 300;
}

Result<Credentials> keys_of(const Fields& reply) {
    const auto expires = parse_api_time(reply.text("Expiration"));
    if (!expires) return refused(tr("its answer has no Expiration such as 2026-01-02T03:04:05Z"));
    if (reply.text("SecurityToken").empty()) return refused(tr("its answer has no SecurityToken"));
    auto keys = make_credentials(reply.string("AccessKeyId"), reply.secret("AccessKeySecret"),
                                 reply.secret("SecurityToken"), service_names);
    if (!keys) return refused(tr("of its answer, {1}", keys.failure().sentence));
    keys->expires = expires;
    return keys;
}

// What the usual codes of the STS mean.
constexpr struct {
    std::string_view code, meaning;
} sts_codes[] = {
    {"NoPermission",
     tr_later("the keys may not assume it, which sts:AssumeRole and the role's trust policy would "
              "allow")},
    {"EntityNotExist.Role", tr_later("there is no such role")},
    {"SignatureDoesNotMatch", tr_later("the access key secret is wrong")},
    {"InvalidAccessKeyId.NotFound", tr_later("there is no such access key")},
    {"InvalidAccessKeyId.Inactive", tr_later("the access key is disabled")},
    {"InvalidSecurityToken.Expired", tr_later("the security token has expired")},
    {"InvalidTimeStamp.Expired", tr_later("the clock of this machine is wrong")},
    {"AuthenticationFail.OIDCToken.Expired", tr_later("the OIDC token has expired")},
};

// The message of a signature error ends with the string that was signed, keys and all.
std::string meaning(std::string_view code, std::string_view message) {
    for (const auto& known : sts_codes)
        if (code == known.code) return tr(known.meaning);
    auto shown = log::printable(message.substr(0, lower_case(message).find("string to sign")), 200);
    while (shown.ends_with(' ') || shown.ends_with('.')) shown.pop_back();
    return shown;
}

Failure sts_refusal(int status, const Fields& reply) {
    auto code = log::printable(reply.text("Code"), 64);
    if (code.empty()) code = "HTTP " + std::to_string(status);
    const auto why = meaning(reply.text("Code"), reply.text("Message"));
    auto clause = why.empty() ? tr("the STS refuses ({1})", code)
                              : tr("the STS refuses ({1}): {2}", code, why);
    if (const auto id = reply.text("RequestId"); !id.empty())
        clause = tr("{1}, RequestId {2}", clause, log::printable(id, 64));
    return refused(std::move(clause));
}

}  // namespace

std::optional<std::chrono::system_clock::time_point> parse_api_time(std::string_view text) {
    constexpr std::string_view form = "dddd-dd-ddTdd:dd:ddZ";
    if (text.size() != form.size()) return std::nullopt;
    for (std::size_t at = 0; at < form.size(); ++at)
        if (form[at] != 'd' && text[at] != form[at]) return std::nullopt;
    const auto part = [&](std::size_t at, std::size_t size) {
        return number(text.substr(at, size)).value_or(-1);
    };
    const std::chrono::year_month_day day(std::chrono::year(part(0, 4)),
                                          std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                          std::chrono::day(static_cast<unsigned>(part(8, 2))));
    const int hour = part(11, 2), minute = part(14, 2), second = part(17, 2);
    if (!day.ok() || part(0, 4) < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 60)
        return std::nullopt;
    const std::chrono::sys_seconds time = std::chrono::sys_days(day) + std::chrono::hours(hour) +
                                          std::chrono::minutes(minute) +
                                          std::chrono::seconds(second);
    return foreign_time(time.time_since_epoch());
}

Result<Credentials> read_service_reply(int status, std::string_view body) {
    if (!ok(status)) return refused(tr("it answers with an error (HTTP {1})", status));
    const auto reply = json_fields(body);
    if (!reply) return refused(tr("its answer is not JSON (HTTP {1})", status));
    if (const auto code = reply->text("Code"); !code.empty() && code != "Success")
        return refused(tr("it refuses ({1})", log::printable(code, 64)));
    return keys_of(*reply);
}

Result<Credentials> read_sts_reply(int status, std::string_view body) {
    const auto reply = json_fields(body);
    if (!reply) return refused(tr("the answer of the STS is not JSON (HTTP {1})", status));
    if (!ok(status)) return sts_refusal(status, *reply);
    const auto keys = json_fields(body, "Credentials");
    if (!keys) return refused(tr("the answer of the STS has no Credentials"));
    return keys_of(*keys);
}

bool is_about_time(std::string_view body) {
    const auto reply = json_fields(body);
    if (!reply) return false;
    const auto code = reply->text("Code");
    return code == "InvalidTimeStamp.Expired" || code == "IllegalTimestamp" ||
           code == "SignatureNonceUsed";
}

Result<Credentials> read_command_output(std::string_view output) {
    const auto reply = json_fields(output);
    if (!reply) return refused(tr("what it prints is not one JSON object"));
    const auto mode = reply->text("mode");
    if (mode != "AK" && mode != "StsToken")
        return refused(tr("the mode it prints is not AK or StsToken"));
    if (mode == "StsToken" && reply->text("sts_token").empty())
        return refused(tr("it prints no sts_token"));
    auto keys =
        make_credentials(reply->string("access_key_id"), reply->secret("access_key_secret"),
                         mode == "StsToken" ? reply->secret("sts_token") : Secret(), command_names);
    if (!keys) return refused(tr("of what it prints, {1}", keys.failure().sentence));
    if (reply->text("expiration").empty()) return keys;
    keys->expires = parse_api_time(reply->text("expiration"));
    if (!keys->expires)
        return refused(tr("the expiration it prints is not like 2026-01-02T03:04:05Z"));
    return keys;
}

}  // namespace ecsview::ecs
