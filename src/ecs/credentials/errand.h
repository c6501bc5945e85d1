// SPDX-License-Identifier: GPL-2.0-or-later
// Carries out a recipe: asks the STS, the metadata service, an address or a command for keys.
// Connection thread; it borrows all it has and lives for one question.
#pragma once

#include <chrono>
#include <stop_token>
#include <string_view>

#include "ecs/credentials/environment.h"
#include "ecs/http.h"

namespace ecsview::ecs {

class Errand {
public:
    struct Means {
        Http& http;
        const TrustedRoots& trusted_roots;
        const Environment& environment;
        std::chrono::steady_clock::time_point deadline;
        std::stop_token cancel;
    };

    explicit Errand(Means means) : means_(means) {}

    // Failures are clauses; of the network's they keep the exit code. ExitCode::done: cancelled.
    Result<Credentials> fetch(const Recipe& recipe);

    // The region of the ECS machine that we run on, from its metadata service.
    Result<std::string> machine_region();

private:
    Result<Credentials> by(const Credentials& keys) { return keys.copy(); }
    Result<Credentials> by(const InstanceRole& role);
    Result<Credentials> by(const AssumedRole& role);
    Result<Credentials> by(const OidcRole& role);
    Result<Credentials> by(const ExternalCommand& command);
    Result<Credentials> by(const CredentialsUri& uri);

    Result<Secret> metadata_token();
    Result<HttpReply> send(const HttpRequest& request);

    const Means means_;
};

}  // namespace ecsview::ecs
