// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/error_codes.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/log.h"

namespace ecsview::ecs {
namespace {

struct ErrorCode {
    std::string_view code;
    ExitCode exit;
    Retry retry;
    std::string_view sentence;  // {1} is the code
    Remedy remedy = Remedy::none;
};

constexpr auto credentials = ExitCode::credentials;
constexpr auto api = ExitCode::api;

constexpr std::string_view platform_failed =
    tr_later("The platform failed ({1}); try again in a moment.");
constexpr std::string_view key_disabled =
    tr_later("The access key is disabled ({1}); enable it or use another one.");
// {2} is the right that is missing, as the platform names it.
constexpr std::string_view may_not = tr_later(
    "The access key may not do this ({1}); ask the account's administrator for the RAM action "
    "{2}.");
constexpr std::string_view denied = tr_later(
    "The access key may not do this ({1}); ask the account's administrator for the RAM action "
    "{2}, which a policy denies expressly.");

constexpr ErrorCode known[] = {
    // The operation's own.
    {"InvalidRegionId.NotFound", api, Retry::never,
     tr_later("There is no such region ({1}); check --region or ALIBABA_CLOUD_REGION_ID.")},
    {"InvalidInstanceId.NotFound", api, Retry::never,
     tr_later("There is no such instance in this account ({1}); check the instance ID and the "
              "region.")},
    {"InvalidRegionInstance", api, Retry::never,
     tr_later("The instance is not in this region ({1}); check --region and the instance ID.")},
    {"IncorrectInstanceStatus", api, Retry::unsaid,
     tr_later("The instance has no console in its present state ({1}); start the instance.")},
    {"InstanceNotReady", api, Retry::instance,
     tr_later("The instance is not ready for a console yet ({1}); try again in a moment.")},
    {"InternalError", api, Retry::later, platform_failed},
    // Of the platform.
    {"ServiceUnavailable", api, Retry::later,
     tr_later("The platform is not available for the moment ({1}); try again in a moment.")},
    {"UnknownError", api, Retry::later, platform_failed},
    // Signature.
    {"SignatureDoesNotMatch", credentials, Retry::never,
     tr_later("The access key secret is wrong ({1}); check ALIBABA_CLOUD_ACCESS_KEY_SECRET.")},
    {"IncompleteSignature", credentials, Retry::never,
     tr_later("The platform does not take the signature ({1}); check the access key ID and its "
              "secret.")},
    {"SignatureNonceUsed", credentials, Retry::later,
     tr_later("The platform has seen this request before ({1}); try again."), Remedy::fresh_stamp},
    {"InvalidTimeStamp.Expired", credentials, Retry::never,
     tr_later("The clock of this machine is more than 15 minutes off ({1}); set the clock of this "
              "machine."),
     Remedy::fresh_stamp},
    {"IllegalTimestamp", credentials, Retry::never,
     tr_later("The platform does not take this machine's time ({1}); set the clock of this "
              "machine."),
     Remedy::fresh_stamp},
    // Keys and tokens.
    {"InvalidAccessKeyId.NotFound", credentials, Retry::never,
     tr_later("There is no such access key ({1}); check ALIBABA_CLOUD_ACCESS_KEY_ID.")},
    {"InvalidAccessKeyId.Inactive", credentials, Retry::never, key_disabled},
    {"Forbidden.AccessKeyDisabled", credentials, Retry::never, key_disabled},
    {"InvalidSecurityToken.Expired", credentials, Retry::never,
     tr_later("The security token has expired ({1}); get new temporary credentials."),
     Remedy::fresh_credentials},
    {"InvalidSecurityToken.Malformed", credentials, Retry::never,
     tr_later("The security token is damaged ({1}); check ALIBABA_CLOUD_SECURITY_TOKEN."),
     Remedy::fresh_credentials},
    {"InvalidSecurityToken.MismatchWithAccessKey", credentials, Retry::never,
     tr_later("The security token belongs to another access key ({1}); get new temporary "
              "credentials."),
     Remedy::fresh_credentials},
    {"MissingSecurityToken", credentials, Retry::never,
     tr_later("The access key is temporary and its security token is missing ({1}); set "
              "ALIBABA_CLOUD_SECURITY_TOKEN.")},
    // Rights.
    {"Forbidden.RAM", credentials, Retry::never, may_not},
    {"NoPermission", credentials, Retry::never, may_not},
    {"UnauthorizedOperation", credentials, Retry::never, may_not},
    {"Forbidden.RiskControl", credentials, Retry::never,
     tr_later("The platform's risk control has locked this account out ({1}); see the platform's "
              "web console.")},
};

// "Throttling", "Throttling.User", "Throttling.Api" and whatever else the products invented.
constexpr ErrorCode throttled{
    "Throttling", api, Retry::later,
    tr_later("The platform takes no more requests for the moment ({1}); try again in a minute.")};

const ErrorCode* find(std::string_view code) {
    const auto* found = std::find_if(std::begin(known), std::end(known),
                                     [&](const ErrorCode& k) { return k.code == code; });
    if (found != std::end(known)) return found;
    return code.find("Throttling") == std::string_view::npos ? nullptr : &throttled;
}

bool is_temporary(int http_status) {
    return http_status == 429 || (http_status >= 500 && http_status <= 504);
}

// A signature error's message ends with the string to sign.
std::string shown(std::string_view message) {
    auto text = log::printable(message.substr(0, lower_case(message).find("string to sign")), 200);
    while (text.ends_with(' ') || text.ends_with('.')) text.pop_back();
    return text;
}

// The platform counts requests by the minute: in the next minute it takes them again.
constexpr std::chrono::milliseconds throttled_for{60'000};

RetryAdvice advice(const ErrorCode& entry, const RefusedAnswer& answer) {
    const auto usual = &entry == &throttled ? throttled_for : std::chrono::milliseconds(0);
    return {entry.retry, answer.retry_after.value_or(usual)};
}

Refusal unknown(const RefusedAnswer& answer) {
    const auto name = answer.code.empty() ? "HTTP " + std::to_string(answer.http_status)
                                          : log::printable(answer.code, 64);
    const auto text = shown(answer.message);
    // An answer that says when to come back counts as throttling, whatever its code is.
    const bool temporary = is_temporary(answer.http_status) || answer.retry_after;
    return {{api,
             with_request_id(text.empty()
                                 ? tr("The platform refused the request ({1}).", name)
                                 : tr("The platform refused the request ({1}): {2}.", name, text),
                             answer.request_id),
             {temporary ? Retry::later : Retry::never,
              answer.retry_after.value_or(std::chrono::milliseconds(0))}},
            Remedy::none,
            answer.code,
            answer.request_id};
}

std::string sentence_of(const ErrorCode& entry, const RefusedAnswer& answer) {
    const auto code = log::printable(answer.code, 64);
    if (entry.sentence != may_not) return tr(entry.sentence, code);
    const auto& action = answer.denied_action.empty() ? answer.asked_action : answer.denied_action;
    const bool expressly = answer.denied_reason == "ExplicitDeny";
    return tr(expressly ? denied : may_not, code, log::printable(action, 64));
}

}  // namespace

Refusal refusal(const RefusedAnswer& answer) {
    const ErrorCode* entry = find(answer.code);
    if (entry == nullptr) return unknown(answer);
    return {{entry->exit, with_request_id(sentence_of(*entry, answer), answer.request_id),
             advice(*entry, answer)},
            entry->remedy,
            answer.code,
            answer.request_id};
}

std::string with_request_id(std::string sentence, std::string_view request_id) {
    if (!request_id.empty()) sentence += tr(told_request_id, log::printable(request_id, 64));
    return sentence;
}

bool means_elsewhere(std::string_view code) noexcept {
    return code == "InvalidInstanceId.NotFound" || code == "InvalidRegionInstance" ||
           code == "InvalidRegionId.NotFound";
}

bool means_forbidden(std::string_view code) noexcept {
    return code == "Forbidden.RAM" || code == "NoPermission" || code == "UnauthorizedOperation";
}

}  // namespace ecsview::ecs
