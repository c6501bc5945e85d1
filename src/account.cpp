// SPDX-License-Identifier: GPL-2.0-or-later
#include "account.h"

namespace ecsview {
namespace {

ecs::Place place_of(const options::Options& options) {
    ecs::Place place;
    place.region = options.region;
    if (!options.environment_region.empty())
        place.likely_regions.push_back(options.environment_region);
    place.endpoint = options.endpoint;
    place.network = options.network;
    return place;
}

}  // namespace

Account::Account(const options::Options& options, std::string_view trusted_roots) {
    auto credentials = ecs::credentials_from_environment();
    if (!credentials) {
        no_keys_ = credentials.failure();
        return;
    }
    api_.emplace(std::move(*credentials), options.signature, trusted_roots);
    cloud_.emplace(*api_, place_of(options), [](const ecs::Patience&) { return std::nullopt; });
}

Result<ecs::Cloud*> Account::cloud() {
    if (no_keys_) return *no_keys_;
    return &*cloud_;
}

}  // namespace ecsview
