// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/regions.h"

#include <algorithm>
#include <atomic>
#include <thread>

#include "ecs/region.h"

namespace ecsview::ecs {
namespace {

constexpr std::size_t most_regions = 100;
constexpr std::size_t at_a_time = 6;

}  // namespace

Answer<std::vector<Region>> Regions::told(const Patience& patience) const {
    auto answer = api_.ask(describe_regions(), endpoint_ ? *endpoint_ : central_endpoint(),
                           read_regions, patience);
    if (auto* all = std::get_if<std::vector<Region>>(&answer)) {
        std::erase_if(*all, [](const Region& region) { return !valid_region(region.id); });
        if (all->size() > most_regions) all->resize(most_regions);
    }
    return answer;
}

std::vector<Region> Regions::known() {
    std::vector<Region> all;
    for (const auto id : known_regions()) all.push_back({std::string(id), {}});
    return all;
}

Result<Endpoint> Regions::endpoint_of(const Region& region) const {
    if (!valid_region(region.id)) return region_endpoint(region.id).failure();
    if (endpoint_) return *endpoint_;
    return told_endpoint(region.endpoint, region.id, network_);
}

void side_by_side(std::size_t count, const std::stop_token& stop,
                  const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    const auto go_on = [&] {
        for (std::size_t number; (number = next++) < count && !stop.stop_requested();) work(number);
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < std::min(at_a_time, count); ++i) threads.emplace_back(go_on);
}

}  // namespace ecsview::ecs
