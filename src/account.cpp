// SPDX-License-Identifier: GPL-2.0-or-later
#include "account.h"

namespace ecsview {
namespace {

// As with keys: first the environment, then the profile; a profile that --profile names comes
// first.
ecs::Place place_of(const options::Options& options, const ecs::CredentialChain& keys) {
    ecs::Place place;
    place.region = options.region;
    auto& likely = place.likely_regions;
    if (!options.environment_region.empty()) likely.push_back(options.environment_region);
    if (auto region = keys.profile_region(); region && ecs::valid_region(*region))
        likely.insert(options.profile.empty() ? likely.end() : likely.begin(), std::move(*region));
    place.endpoint = options.endpoint;
    place.network = options.network;
    return place;
}

ecs::OwnRegion region_of_machine(const ecs::CredentialChain& keys, const TrustedRoots& roots) {
    return [&keys, roots](const ecs::Patience& patience) {
        ecs::Http http;
        return keys.machine_region({http, roots, patience.deadline, patience.cancel});
    };
}

}  // namespace

AccountKeys::AccountKeys(const options::Options& options, ecs::Environment environment,
                         const TrustedRoots& trusted_roots)
    : chain(std::move(environment), options.profile, options.strict),
      api(chain, options.signature, trusted_roots) {}

Account::Account(const options::Options& options, std::shared_ptr<AccountKeys> keys,
                 const TrustedRoots& trusted_roots)
    : keys_(std::move(keys)),
      place_(place_of(options, keys_->chain)),
      own_region_(region_of_machine(keys_->chain, trusted_roots)),
      cloud_(keys_->api, place_, own_region_) {}

Account::Account(const options::Options& options, ecs::Environment environment,
                 const TrustedRoots& trusted_roots)
    : Account(options,
              std::make_shared<AccountKeys>(options, std::move(environment), trusted_roots),
              trusted_roots) {}

}  // namespace ecsview
