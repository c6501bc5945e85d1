// SPDX-License-Identifier: GPL-2.0-or-later
// The cloud account that the command line and the environment speak of: keys, region, endpoint, and
// the Cloud that they open. Made in main; the options outlive it.
#pragma once

#include <memory>
#include <string_view>

#include "ecs/cloud.h"
#include "ecs/credentials/chain.h"
#include "options/options.h"

namespace ecsview {

// Its keys, and what asks the API with them: several consoles of one account may share them.
struct AccountKeys {
    // `environment`: what was taken out of the process's own, so that no child has the keys.
    AccountKeys(const options::Options& options, ecs::Environment environment,
                const TrustedRoots& trusted_roots);

    ecs::CredentialChain chain;
    ecs::Api api;
};

class Account {
public:
    Account(const options::Options& options, std::shared_ptr<AccountKeys> keys,
            const TrustedRoots& trusted_roots);
    // With keys of its own.
    Account(const options::Options& options, ecs::Environment environment,
            const TrustedRoots& trusted_roots);

    ecs::Cloud& cloud() noexcept { return cloud_; }
    ecs::Api& api() noexcept { return keys_->api; }
    ecs::CredentialChain& keys() noexcept { return keys_->chain; }
    const ecs::Place& place() const noexcept { return place_; }
    // What it was made with, for another account. The last call; nobody asks any more.
    ecs::Environment give_back() && { return std::move(keys_->chain).give_back(); }
    // Of this machine, if it is one of the cloud's.
    const ecs::OwnRegion& own_region() const noexcept { return own_region_; }

private:
    const std::shared_ptr<AccountKeys> keys_;
    const ecs::Place place_;
    const ecs::OwnRegion own_region_;
    ecs::Cloud cloud_;
};

}  // namespace ecsview
