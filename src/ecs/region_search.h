// SPDX-License-Identifier: GPL-2.0-or-later
// Looks for an instance in all regions: DescribeRegions, then DescribeInstances in several of them
// at a time. Bounded by the number of regions and by the caller's patience. One thread calls it; it
// starts some and ends them before it returns.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ecs/regions.h"

namespace ecsview::ecs {

class RegionSearch {
public:
    // `endpoint`: --endpoint, which then answers for every region.
    RegionSearch(Api& api, std::optional<Endpoint> endpoint, Network network)
        : api_(api), where_(api, std::move(endpoint), network) {}

    // The region that the instance is in. Failure: it is nowhere, or the search was refused; the
    // sentence says that --region helps.
    Result<std::string> find(std::string_view instance_id, const Patience& patience);

private:
    std::vector<Region> regions(const Patience& patience) const;
    void look_in(const Region& region, std::string_view instance_id, const Patience& patience,
                 std::stop_source& enough);
    Failure nowhere() const;

    Api& api_;
    const Regions where_;
    std::vector<Region> regions_;

    std::mutex mutex_;  // guards the rest
    std::string found_;
    std::optional<Failure> first_failure_;
    std::size_t failures_ = 0;
};

}  // namespace ecsview::ecs
