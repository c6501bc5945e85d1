// SPDX-License-Identifier: GPL-2.0-or-later
// The account's regions and where the API of each is, and how several of them are asked at a time.
// Any thread; what it starts it ends before it returns.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "ecs/api.h"

namespace ecsview::ecs {

class Regions {
public:
    // `endpoint`: --endpoint, which then answers for every region.
    Regions(Api& api, std::optional<Endpoint> endpoint, Network network)
        : api_(api), endpoint_(std::move(endpoint)), network_(network) {}

    // What DescribeRegions tells, as far as it can be part of a host's name; at most 100.
    Answer<std::vector<Region>> told(const Patience& patience) const;
    // Those that are known here, for keys that may not ask that.
    static std::vector<Region> known();

    // Failure: as region_endpoint().
    Result<Endpoint> endpoint_of(const Region& region) const;

private:
    Api& api_;
    const std::optional<Endpoint> endpoint_;
    const Network network_;
};

// Calls `work` with the numbers from 0 up to `count`, six of them at a time on threads, and returns
// when all are through; after a stop none is begun any more. The platform counts requests for each
// region by itself, so only our line needs this limit.
void side_by_side(std::size_t count, const std::stop_token& stop,
                  const std::function<void(std::size_t)>& work);

}  // namespace ecsview::ecs
