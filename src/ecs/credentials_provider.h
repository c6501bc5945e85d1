// SPDX-License-Identifier: GPL-2.0-or-later
// Who has the keys, as Api knows them: CredentialChain, which looks in many places. Any thread
// asks.
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

    // Keys that are good for some minutes at least. Failures: a sentence that lists all that was
    // tried; ExitCode::credentials, or the network's when keys are to be had and it stands in
    // between; ExitCode::done when cancelled.
    virtual Result<Credentials> keys(const Asking& asking) = 0;

    // The platform says that the keys have run out. True: keys() will fetch new ones; false: where
    // these come from there can be no others.
    virtual bool renew() noexcept = 0;

    // Where the keys come from, for sentences: "profile work of /home/a/.aliyun/config.json".
    // Empty: from the environment, or there are none yet.
    virtual std::string origin() const = 0;
};

}  // namespace ecsview::ecs
