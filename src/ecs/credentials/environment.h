// SPDX-License-Identifier: GPL-2.0-or-later
// The variables that the chain of providers uses. Read once in main, before the first thread; the
// chain keeps them as long as the program runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/sealed.h"
#include "ecs/credentials/provider_config.h"

namespace ecsview::ecs {

struct Environment {
    Secret access_key_id;
    Sealed access_key_secret, security_token;
    std::string oidc_token_file, oidc_provider_arn, role_arn, role_session_name;
    std::string profile;
    std::string config_file, credentials_file;  // empty: no path is known
    std::string service_credentials;            // the service manager's directory; empty: none
    bool without_profiles = false;
    bool without_metadata = false, token_required = false;
    bool without_commands = false;
    std::string instance_role;
    std::string metadata = "http://100.100.100.200";
    std::string credentials_uri;
    std::string sts_endpoint, sts_region;
    bool vpc = false;

    // Reads all of it. The key, its secret and the token are gone from the environment afterwards.
    static Environment take();

    // The keys that were in the environment, as NAME=VALUE, for a command that the user has
    // configured: started by hand it would have them, too.
    std::vector<Secret> own_keys() const;
};

// Keys in the environment.
Found keys_of(const Environment& environment);
// A role by OIDC, as a cluster sets it up for its pods.
Found oidc_of(const Environment& environment);

// What a profile says about the STS; empty and false: nothing.
struct StsChoice {
    std::string endpoint, region;
    bool vpc = false;
};

// Where roles are assumed: the profile's choice, else the environment's, else sts.aliyuncs.com.
// Failure: a clause.
Result<Endpoint> sts_endpoint(const StsChoice& profile, const Environment& environment);

}  // namespace ecsview::ecs
