// SPDX-License-Identifier: GPL-2.0-or-later
// What the platform's error codes mean for a person, for the exit code and for the next attempt.
// The code decides, not the HTTP status: the status of a code differs between documents. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/language.h"

namespace ecsview::ecs {

// What makes the same request go well when it is made once more, at once.
enum class Remedy {
    none,
    fresh_stamp,        // a new nonce, and the platform's clock
    fresh_credentials,  // temporary ones, if there is a source that gives new ones
};

struct Refusal {
    Failure failure;  // its advice says whether and when to try again
    Remedy remedy = Remedy::none;
    std::string code = {};        // the platform's; empty when there was none
    std::string request_id = {};  // what the platform knows the question by; printable
};

// The server's own words.
struct RefusedAnswer {
    int http_status = 0;
    std::string code, message;
    std::string denied_action, denied_reason;  // of AccessDeniedDetail
    std::optional<std::chrono::milliseconds> retry_after;
    std::string asked_action = "ecs:DescribeInstanceVncUrl";  // the right that the question took
    std::string request_id = {};
};

// The words are cleaned, cut and, of a signature error, left out here (they repeat the string to
// sign, with the access key ID and the security token).
Refusal refusal(const RefusedAnswer& answer);

// What may stand behind a failure's sentence, in this order; {1} is the ID, or the place. For who
// takes it off again, in whatever language it is.
inline constexpr std::string_view told_request_id = tr_later(" RequestId {1}.");
inline constexpr std::string_view told_origin = tr_later(" The keys come from {1}.");

// The sentence with the RequestId at its end, by which the platform's support finds the request.
std::string with_request_id(std::string sentence, std::string_view request_id);

// The instance is not where it was looked for; it may be in another region.
bool means_elsewhere(std::string_view code) noexcept;

// The keys may not do this here. A policy may be about one region, so elsewhere they may.
bool means_forbidden(std::string_view code) noexcept;

}  // namespace ecsview::ecs
