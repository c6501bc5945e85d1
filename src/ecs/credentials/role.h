// SPDX-License-Identifier: GPL-2.0-or-later
// Requests to the STS (2015-04-01) for the keys of a role. Pure: clock and nonce are passed in. Any
// thread.
#pragma once

#include <string_view>

#include "ecs/credentials/provider_config.h"
#include "ecs/request.h"

namespace ecsview::ecs {

// AssumeRole, signed with `keys` in scheme v1.
HttpRequest assume_role_request(const RoleSession& session, const Credentials& keys,
                                const Stamp& stamp);

// AssumeRoleWithOIDC: not signed, for the token says who asks.
HttpRequest oidc_request(const RoleSession& session, std::string_view provider_arn,
                         const Secret& token, std::chrono::system_clock::time_point now);

}  // namespace ecsview::ecs
