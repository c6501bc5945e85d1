// SPDX-License-Identifier: GPL-2.0-or-later
// Fetches keys from the provider that a config names: the STS, the metadata service, an address or
// a command. Connection thread; it borrows all it has and lives for one question.
#pragma once

#include <chrono>
#include <stop_token>
#include <string_view>
#include <utility>

#include "ecs/credentials/environment.h"
#include "ecs/http.h"

namespace ecsview::ecs {

class Fetcher {
public:
    struct Means {
        Http& http;
        const TrustedRoots& trusted_roots;
        const Environment& environment;
        std::chrono::steady_clock::time_point deadline;
        std::stop_token cancel;
        bool strict;  // no file that others could have read or written
    };

    explicit Fetcher(Means means) : means_(std::move(means)) {}

    // A failure's sentence is a clause. Its exit code is the network's if that failed, and
    // ExitCode::done if it was cancelled.
    Result<Credentials> fetch(const ProviderConfig& config);

    // The region of the ECS machine that we run on, from its metadata service.
    Result<std::string> machine_region();

private:
    Result<Credentials> ask(const Credentials& keys) { return keys.copy(); }
    Result<Credentials> ask(const InstanceRole& role);
    Result<Credentials> ask(const AssumedRole& role);
    Result<Credentials> ask(const OidcRole& role);
    Result<Credentials> ask(const ExternalCommand& command);
    Result<Credentials> ask(const CredentialsUri& uri);

    Result<Secret> metadata_token();
    Result<HttpReply> send(const HttpRequest& request);

    const Means means_;
};

}  // namespace ecsview::ecs
