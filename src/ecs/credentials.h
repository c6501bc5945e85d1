// SPDX-License-Identifier: GPL-2.0-or-later
// The keys that sign requests, as a value. Where they come from: credentials/chain. Pure; any
// thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/secret.h"

namespace ecsview::ecs {

struct Credentials {
    std::string access_key_id;
    Secret access_key_secret;
    Secret security_token;  // empty: no temporary (STS) credentials
    std::optional<std::chrono::system_clock::time_point> expires{};  // none: no end is known

    Credentials copy() const {
        return {access_key_id, access_key_secret.copy(), security_token.copy(), expires};
    }
};

// What each part is called where it was read, for the sentence about it.
struct CredentialNames {
    const char *id, *secret, *token;
};

// All parts are checked: they become headers, and a line break in one would be a header of its own.
// Failure: ExitCode::credentials and a clause with no part of the values in it.
Result<Credentials> make_credentials(std::string id, Secret secret, Secret token,
                                     const CredentialNames& names);

}  // namespace ecsview::ecs
