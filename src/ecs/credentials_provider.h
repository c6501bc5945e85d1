// SPDX-License-Identifier: GPL-2.0-or-later
// Gives Api the keys to sign with: CredentialChain, which asks one provider after the other. Any
// thread asks.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "ecs/credentials.h"
#include "ecs/http.h"

namespace ecsview::ecs {

class CredentialsProvider {
public:
    struct Asking {
        Http& http;
        const TrustedRoots& trusted_roots;
        std::chrono::steady_clock::time_point deadline;
        std::stop_token cancel;
    };

    virtual ~CredentialsProvider() = default;

    // Keys that are good for some minutes at least. A failure's sentence lists all that was tried.
    // Its code is ExitCode::credentials, the network's if only that kept us from the keys, or
    // ExitCode::done if it was cancelled.
    virtual Result<Credentials> keys(const Asking& asking) = 0;

    // Call when the platform says that the keys have run out. True: keys() will fetch new ones.
    // False: their source cannot have others.
    virtual bool renew() noexcept = 0;

    // Where the keys come from, for sentences: "profile work of /home/a/.aliyun/config.json".
    // Empty: from the environment, or there are none yet.
    virtual std::string origin() const = 0;
};

}  // namespace ecsview::ecs
