// SPDX-License-Identifier: GPL-2.0-or-later
#include "account.h"

namespace ecsview {
namespace {

// The profile's region comes first, as the platform's own tool has it.
ecs::Place place_of(const options::Options& options, const ecs::CredentialChain& keys) {
    ecs::Place place;
    place.region = options.region;
    if (auto region = keys.profile_region(); region && ecs::valid_region(*region))
        place.likely_regions.push_back(std::move(*region));
    if (!options.environment_region.empty())
        place.likely_regions.push_back(options.environment_region);
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

Account::Account(const options::Options& options, ecs::Environment environment,
                 const TrustedRoots& trusted_roots)
    : keys_(std::move(environment), options.profile),
      api_(keys_, options.signature, trusted_roots),
      cloud_(api_, place_of(options, keys_), region_of_machine(keys_, trusted_roots)) {}

}  // namespace ecsview
