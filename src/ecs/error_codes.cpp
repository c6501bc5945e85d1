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
    std::string_view happened, next;
    Remedy remedy = Remedy::none;
};

constexpr auto credentials = ExitCode::credentials;
constexpr auto api = ExitCode::api;

constexpr std::string_view set_clock = "set the clock of this machine";
constexpr std::string_view new_token = "get new temporary credentials";
constexpr std::string_view may_not = "The access key may not do this";
constexpr std::string_view ask_for_right = "ask the account's administrator for the RAM action ";

constexpr ErrorCode known[] = {
    // The operation's own.
    {"InvalidRegionId.NotFound", api, Retry::never, "There is no such region",
     "check --region or ALIBABA_CLOUD_REGION_ID"},
    {"InvalidInstanceId.NotFound", api, Retry::never, "There is no such instance in this account",
     "check the instance ID and the region"},
    {"InvalidRegionInstance", api, Retry::never, "The instance is not in this region",
     "check --region and the instance ID"},
    {"IncorrectInstanceStatus", api, Retry::unsaid,
     "The instance has no console in its present state", "start the instance"},
    {"InstanceNotReady", api, Retry::instance, "The instance is not ready for a console yet",
     "try again in a moment"},
    {"InternalError", api, Retry::later, "The platform failed", "try again in a moment"},
    // Of the platform.
    {"ServiceUnavailable", api, Retry::later, "The platform is not available for the moment",
     "try again in a moment"},
    {"UnknownError", api, Retry::later, "The platform failed", "try again in a moment"},
    // Signature.
    {"SignatureDoesNotMatch", credentials, Retry::never, "The access key secret is wrong",
     "check ALIBABA_CLOUD_ACCESS_KEY_SECRET"},
    {"IncompleteSignature", credentials, Retry::never, "The platform does not take the signature",
     "check the access key ID and its secret"},
    {"SignatureNonceUsed", credentials, Retry::later, "The platform has seen this request before",
     "try again", Remedy::fresh_stamp},
    {"InvalidTimeStamp.Expired", credentials, Retry::never,
     "The clock of this machine is more than 15 minutes off", set_clock, Remedy::fresh_stamp},
    {"IllegalTimestamp", credentials, Retry::never,
     "The platform does not take this machine's time", set_clock, Remedy::fresh_stamp},
    // Keys and tokens.
    {"InvalidAccessKeyId.NotFound", credentials, Retry::never, "There is no such access key",
     "check ALIBABA_CLOUD_ACCESS_KEY_ID"},
    {"InvalidAccessKeyId.Inactive", credentials, Retry::never, "The access key is disabled",
     "enable it or use another one"},
    {"Forbidden.AccessKeyDisabled", credentials, Retry::never, "The access key is disabled",
     "enable it or use another one"},
    {"InvalidSecurityToken.Expired", credentials, Retry::never, "The security token has expired",
     new_token, Remedy::fresh_credentials},
    {"InvalidSecurityToken.Malformed", credentials, Retry::never, "The security token is damaged",
     "check ALIBABA_CLOUD_SECURITY_TOKEN", Remedy::fresh_credentials},
    {"InvalidSecurityToken.MismatchWithAccessKey", credentials, Retry::never,
     "The security token belongs to another access key", new_token, Remedy::fresh_credentials},
    {"MissingSecurityToken", credentials, Retry::never,
     "The access key is temporary and its security token is missing",
     "set ALIBABA_CLOUD_SECURITY_TOKEN"},
    // Rights.
    {"Forbidden.RAM", credentials, Retry::never, may_not, ask_for_right},
    {"NoPermission", credentials, Retry::never, may_not, ask_for_right},
    {"UnauthorizedOperation", credentials, Retry::never, may_not, ask_for_right},
    {"Forbidden.RiskControl", credentials, Retry::never,
     "The platform's risk control has locked this account out", "see the platform's web console"},
};

// "Throttling", "Throttling.User", "Throttling.Api" and whatever else the products invented.
constexpr ErrorCode throttled{"Throttling", api, Retry::later,
                              "The platform takes no more requests for the moment",
                              "try again in a minute"};

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
             with_request_id("The platform refused the request (" + name + ")" +
                                 (text.empty() ? "" : ": " + text) + ".",
                             answer.request_id),
             {temporary ? Retry::later : Retry::never,
              answer.retry_after.value_or(std::chrono::milliseconds(0))}},
            Remedy::none,
            answer.code,
            answer.request_id};
}

// The right that is missing, as the platform names it.
std::string missing_right(const RefusedAnswer& answer) {
    const auto& action = answer.denied_action.empty() ? answer.asked_action : answer.denied_action;
    std::string text = log::printable(action, 64);
    if (answer.denied_reason == "ExplicitDeny") text += ", which a policy denies expressly";
    return text;
}

}  // namespace

Refusal refusal(const RefusedAnswer& answer) {
    const ErrorCode* entry = find(answer.code);
    if (entry == nullptr) return unknown(answer);
    std::string sentence(entry->happened);
    sentence += " (" + log::printable(answer.code, 64) + "); ";
    sentence += entry->next;
    if (entry->next == ask_for_right) sentence += missing_right(answer);
    return {
        {entry->exit, with_request_id(sentence + '.', answer.request_id), advice(*entry, answer)},
        entry->remedy,
        answer.code,
        answer.request_id};
}

std::string with_request_id(std::string sentence, std::string_view request_id) {
    if (!request_id.empty()) sentence += " RequestId " + log::printable(request_id, 64) + '.';
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
