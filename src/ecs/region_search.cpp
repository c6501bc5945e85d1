// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/region_search.h"

#include "base/language.h"
#include "base/log.h"

namespace ecsview::ecs {

// If the keys may not ask for them, those that are known here.
std::vector<Region> RegionSearch::regions(const Patience& patience) const {
    auto told = where_.told(patience);
    auto* all = std::get_if<std::vector<Region>>(&told);
    return all != nullptr && !all->empty() ? std::move(*all) : Regions::known();
}

void RegionSearch::look_in(const Region& region, std::string_view instance_id,
                           const Patience& patience, std::stop_source& enough) {
    const auto endpoint = where_.endpoint_of(region);
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

Failure RegionSearch::nowhere() const {
    if (first_failure_ && failures_ == regions_.size()) {
        Failure failure = *first_failure_;
        failure.sentence =
            tr("The region of the instance is not known and could not be looked for; give "
               "--region. {1}",
               failure.sentence);
        return failure;
    }
    return {ExitCode::api,
            tr("The instance is in none of the {1} regions that answered; check its ID and the "
               "account, or give --region.",
               regions_.size() - failures_),
            {failures_ == 0 ? Retry::never : Retry::later}};
}

Result<std::string> RegionSearch::find(std::string_view instance_id, const Patience& patience) {
    regions_ = regions(patience);
    std::stop_source enough;
    const std::stop_token token = enough.get_token();
    const std::stop_callback cancelled(patience.cancel, [&] { enough.request_stop(); });
    const Patience each{patience.deadline, token};
    side_by_side(regions_.size(), token,
                 [&](std::size_t number) { look_in(regions_[number], instance_id, each, enough); });
    if (!found_.empty()) return found_;
    if (patience.cancel.stop_requested())
        return Failure{ExitCode::done, tr("The request was cancelled.")};
    return nowhere();
}

}  // namespace ecsview::ecs
