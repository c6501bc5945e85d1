// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/region_search.h"

#include <algorithm>
#include <thread>

#include "base/log.h"
#include "ecs/region.h"

namespace ecsview::ecs {
namespace {

constexpr std::size_t most_regions = 100;
// The platform counts requests for each region by itself, so only our line needs this limit.
constexpr std::size_t at_a_time = 6;

}  // namespace

// The regions that DescribeRegions tells; if the keys may not ask that, those that are known here.
std::vector<Region> RegionSearch::regions(const Patience& patience) {
    auto answer = api_.ask(describe_regions(), endpoint_ ? *endpoint_ : central_endpoint(),
                           read_regions, patience);
    std::vector<Region> all;
    if (auto* told = std::get_if<std::vector<Region>>(&answer)) all = std::move(*told);
    std::erase_if(all, [](const Region& region) { return !valid_region(region.id); });
    if (all.empty())
        for (const auto id : known_regions()) all.push_back({std::string(id), {}});
    if (all.size() > most_regions) all.resize(most_regions);
    return all;
}

Result<Endpoint> RegionSearch::endpoint_of(const Region& region) const {
    if (endpoint_) return *endpoint_;
    return told_endpoint(region.endpoint, region.id, network_);
}

void RegionSearch::look_in(const Region& region, std::string_view instance_id,
                           const Patience& patience, std::stop_source& enough) {
    const auto endpoint = endpoint_of(region);
    if (!endpoint) return;
    auto answer =
        api_.ask(describe_instance(region.id, instance_id), *endpoint, read_instances, patience);
    const std::lock_guard lock(mutex_);
    if (auto* refused = std::get_if<Refusal>(&answer)) {
        ++failures_;
        if (!first_failure_) first_failure_ = std::move(refused->failure);
        return;
    }
    for (const auto& instance : std::get<InstancePage>(answer).instances) {
        if (instance.id != instance_id) continue;
        found_ = region.id;
        enough.request_stop();
    }
}

void RegionSearch::look(std::string_view instance_id, const Patience& patience,
                        std::stop_source& enough) {
    for (;;) {
        const std::size_t index = next_++;
        if (index >= regions_.size() || patience.cancel.stop_requested()) return;
        look_in(regions_[index], instance_id, patience, enough);
    }
}

Failure RegionSearch::nowhere() const {
    if (first_failure_ && failures_ == regions_.size()) {
        Failure failure = *first_failure_;
        failure.sentence =
            "The region of the instance is not known and could not be looked for; "
            "give --region. " +
            failure.sentence;
        return failure;
    }
    const std::string asked = std::to_string(regions_.size() - failures_);
    return {ExitCode::api,
            "The instance is in none of the " + asked +
                " regions that answered; check its ID and the account, or give --region.",
            {failures_ == 0 ? Retry::never : Retry::later}};
}

Result<std::string> RegionSearch::find(std::string_view instance_id, const Patience& patience) {
    regions_ = regions(patience);
    std::stop_source enough;
    const std::stop_token token = enough.get_token();
    const std::stop_callback cancelled(patience.cancel, [&] { enough.request_stop(); });
    const Patience each{patience.deadline, token};
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < std::min(at_a_time, regions_.size()); ++i)
            threads.emplace_back([&] { look(instance_id, each, enough); });
    }
    if (!found_.empty()) return found_;
    if (patience.cancel.stop_requested())
        return Failure{ExitCode::done, "The request was cancelled."};
    return nowhere();
}

}  // namespace ecsview::ecs
