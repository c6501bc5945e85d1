// SPDX-License-Identifier: GPL-2.0-or-later
// What the platform's error codes mean for a person, for the exit code and for the next attempt.
// The code decides, not the HTTP status: the status of a code differs between documents. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace ecsview::ecs {

enum class Retry {
    never,  // the same request will be refused again until somebody acts
    later,  // the platform or the instance may get there by itself
    once,   // at once, with a new nonce and the platform's clock
};

struct Refusal {
    Failure failure;
    Retry retry = Retry::never;
};

// `code` and `message` are the server's text: cleaned, cut and, of a signature error, left out here
// (it repeats the string to sign, with the access key ID and the security token).
Refusal refusal(int http_status, std::string_view code, std::string_view message);

}  // namespace ecsview::ecs
