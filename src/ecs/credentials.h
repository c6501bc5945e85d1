// SPDX-License-Identifier: GPL-2.0-or-later
// The keys that sign requests. Read once in main before the first thread; held by Api.
#pragma once

#include <string>

#include "base/error.h"
#include "base/secret.h"

namespace ecsview::ecs {

struct Credentials {
    std::string access_key_id;
    Secret access_key_secret;
    Secret security_token;  // empty: no temporary (STS) credentials
};

// ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and, optional,
// ALIBABA_CLOUD_SECURITY_TOKEN; empty counts as unset. Whatever the result, all three are gone from
// the environment afterwards. Failure: ExitCode::credentials.
Result<Credentials> credentials_from_environment();

}  // namespace ecsview::ecs
