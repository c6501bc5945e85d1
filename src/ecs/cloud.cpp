// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/cloud.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "base/rest.h"
#include "ecs/region.h"
#include "ecs/region_search.h"

namespace ecsview::ecs {
namespace {

using std::chrono::steady_clock;
using namespace std::chrono_literals;

// A look at the state of an instance that only improves a sentence.
constexpr auto look_limit = 5s;
// An instance that starts is asked about this often.
constexpr auto instance_pause = 3s;
// An API with too many requests may ask for a very short pause, again and again.
constexpr auto least_pause = 500ms;
// 100 instances each; far more than any region holds.
constexpr int most_pages = 1000;

template <class T>
Result<T> result(Answer<T> answer) {
    if (auto* refused = std::get_if<Refusal>(&answer)) return std::move(refused->failure);
    return std::move(std::get<T>(answer));
}

void add(std::vector<std::string>& regions, std::string_view region) {
    if (std::find(regions.begin(), regions.end(), region) == regions.end())
        regions.emplace_back(region);
}

// How long to wait before the same is asked again here; nothing: the caller decides.
std::optional<steady_clock::duration> pause_after(const RetryAdvice& advice) {
    if (advice.retry == Retry::instance)
        return std::max<std::chrono::milliseconds>(advice.not_before, instance_pause);
    if (advice.retry == Retry::later && advice.not_before > 0ms)
        return std::max<std::chrono::milliseconds>(advice.not_before, least_pause);
    return std::nullopt;
}

Failure unknown_region() {
    return {ExitCode::usage,
            tr("The region is not known; give --region or set ALIBABA_CLOUD_REGION_ID. ecsview "
               "list --all-regions shows where the instances are.")};
}

Failure came_too_late() {
    return {ExitCode::out_of_time,
            tr("The API took so long to answer that the URL was no longer good; try again."),
            {Retry::later}};
}

Failure not_one(std::string_view name, const std::string& region,
                const std::vector<Instance>& found) {
    const auto shown = log::printable(name, 128);
    if (found.empty()) {
        auto sentence = tr(
            "There is no instance with the name {1} in {2}; check the name and --region, or give "
            "the instance ID.",
            shown, region);
        if (name.find(':') != std::string_view::npos)
            sentence = tr("{1} The address of a VNC server begins with vnc://.", sentence);
        return {ExitCode::api, std::move(sentence)};
    }
    std::string ids;
    for (const auto& instance : found)
        ids += (ids.empty() ? "" : ", ") + log::printable(instance.id, 64);
    return {ExitCode::api, tr("{1} instances in {2} have the name {3} ({4}); give the instance ID.",
                              found.size(), region, shown, log::printable(ids))};
}

}  // namespace

Cloud::Cloud(Api& api, Place place, OwnRegion own_region)
    : api_(api),
      place_(std::move(place)),
      where_(api_, place_.endpoint, place_.network),
      own_region_(std::move(own_region)) {}

// --- where -----------------------------------------------------------------------------------

Result<Endpoint> Cloud::endpoint_of(const std::string& region) const {
    if (!valid_region(region)) return region_endpoint(region).failure();
    if (place_.endpoint) return *place_.endpoint;
    return region_endpoint(region, place_.network);
}

std::optional<std::string> Cloud::known() const {
    const std::lock_guard lock(mutex_);
    return found_;
}

void Cloud::know(std::string region) {
    const std::lock_guard lock(mutex_);
    found_ = std::move(region);
}

// For what is not about one instance ID.
Result<std::string> Cloud::home_region(const Patience& patience) {
    if (!place_.region.empty()) return place_.region;
    if (!place_.likely_regions.empty()) return place_.likely_regions.front();
    if (auto own = own_region_(patience)) return std::move(*own);
    return unknown_region();
}

std::vector<std::string> Cloud::candidates(std::string_view instance_id) const {
    if (!place_.region.empty()) return {place_.region};
    if (auto region = known()) return {std::move(*region)};
    std::vector<std::string> regions;
    for (const auto& region : place_.likely_regions) add(regions, region);
    if (const auto hint = region_hint(instance_id)) add(regions, *hint);
    return regions;
}

bool Cloud::has_region_for(std::string_view instance_id) const {
    return !candidates(instance_id).empty();
}

Result<std::string> Cloud::find(std::string_view instance_id, const Patience& patience) {
    log::info("ecs", "looking for the region of the instance",
              {{"instance", std::string(instance_id)}});
    RegionSearch search(api_, place_.endpoint, place_.network);
    return search.find(instance_id, patience);
}

// --- the console -----------------------------------------------------------------------------

Answer<VncUrl> Cloud::ask_for_url(const std::string& region, std::string_view instance_id,
                                  const Patience& patience) {
    const auto endpoint = endpoint_of(region);
    if (!endpoint) return Refusal{endpoint.failure(), Remedy::none, {}};
    const auto asked = steady_clock::now();
    auto answer =
        api_.ask(describe_instance_vnc_url(region, instance_id), *endpoint, read_vnc_url, patience);
    if (auto* refused = std::get_if<Refusal>(&answer)) return std::move(*refused);
    return VncUrl{std::move(std::get<Secret>(answer)), asked};
}

Result<VncUrl> Cloud::vnc_url(std::string_view instance_id, const Patience& patience) {
    for (;;) {
        auto url = waited_for(instance_id, patience);
        if (!url || url->age() <= place_.url_life) return url;
        log::info("ecs", "the URL was too old when it came; asking for another one",
                  {{"age_ms", std::to_string(url->age().count())}});
        if (steady_clock::now() >= patience.deadline) return came_too_late();
    }
}

Result<VncUrl> Cloud::waited_for(std::string_view instance_id, const Patience& patience) {
    const auto begin = steady_clock::now();
    // The rest of the time is for the tunnel.
    const auto last = begin + (patience.deadline - begin) * 2 / 3;
    for (;;) {
        auto url = vnc_url_now(instance_id, patience);
        if (url) return url;
        const auto pause = pause_after(url.failure().advice);
        if (!pause || steady_clock::now() + *pause > last) return url;
        log::info("ecs", "the API is asked again in a moment",
                  {{"because", url.failure().sentence}});
        if (!rest(*pause, patience.cancel)) return url;
    }
}

// `region` has the instance, or is the only one that may be asked.
Result<VncUrl> Cloud::settle(Answer<VncUrl> answer, const std::string& region,
                             std::string_view instance_id, const Patience& patience) {
    if (auto* refused = std::get_if<Refusal>(&answer))
        return explain(std::move(*refused), region, instance_id, patience);
    know(region);
    return std::move(std::get<VncUrl>(answer));
}

// First the likely regions and this machine's, then all. The instance may also be in a region where
// the keys may not ask: that is said if it is found nowhere else.
Result<VncUrl> Cloud::vnc_url_now(std::string_view instance_id, const Patience& patience) {
    auto regions = candidates(instance_id);
    if (!place_.region.empty() || known())
        return settle(ask_for_url(regions[0], instance_id, patience), regions[0], instance_id,
                      patience);
    std::optional<Failure> forbidden;
    bool own_asked = false;
    for (std::size_t next = 0;; ++next) {
        if (next == regions.size() && !std::exchange(own_asked, true))
            if (auto region = own_region_(patience)) add(regions, *region);
        if (next == regions.size()) break;
        auto answer = ask_for_url(regions[next], instance_id, patience);
        const auto* refused = std::get_if<Refusal>(&answer);
        const bool may_not = refused && means_forbidden(refused->code);
        if (refused == nullptr || (!may_not && !means_elsewhere(refused->code)))
            return settle(std::move(answer), regions[next], instance_id, patience);
        if (may_not && !forbidden) forbidden = refused->failure;
    }
    const auto region = find(instance_id, patience);
    if (!region) return forbidden ? *forbidden : region.failure();
    know(*region);  // also when it has no console now: the search is not repeated for that
    return settle(ask_for_url(*region, instance_id, patience), *region, instance_id, patience);
}

// The instance's state, which may be the reason for the refusal, if the keys may ask for it.
Failure Cloud::explain(Refusal refused, const std::string& region, std::string_view instance_id,
                       const Patience& patience) {
    if (refused.code != "IncorrectInstanceStatus") return std::move(refused.failure);
    const Patience look{std::min(patience.deadline, steady_clock::now() + look_limit),
                        patience.cancel};
    const auto page = ask_for_page(region, describe_instance(region, instance_id), look);
    const auto* found = std::get_if<InstancePage>(&page);
    if (found == nullptr || found->instances.empty()) return std::move(refused.failure);
    const auto& status = found->instances.front().status;
    const auto told = [&](std::string sentence) {
        return with_request_id(std::move(sentence), refused.request_id);
    };
    if (status == "Starting" || status == "Pending")
        return {
            ExitCode::api,
            told(tr("The instance is starting (IncorrectInstanceStatus); try again in a moment.")),
            {Retry::instance}};
    if (status == "Stopped")
        return {
            ExitCode::api,
            told(tr("The instance is stopped (IncorrectInstanceStatus); start it and try again.")),
            {}};
    if (status == "Stopping")
        return {
            ExitCode::api,
            told(tr("The instance is stopping (IncorrectInstanceStatus); start it and try again.")),
            {}};
    return std::move(refused.failure);
}

// --- the instances ---------------------------------------------------------------------------

Answer<InstancePage> Cloud::ask_for_page(const std::string& region, const Operation& operation,
                                         const Patience& patience) {
    const auto endpoint = endpoint_of(region);
    if (!endpoint) return Refusal{endpoint.failure(), Remedy::none, {}};
    return api_.ask(operation, *endpoint, read_instances, patience);
}

Result<Instance> Cloud::describe(std::string_view instance_id, const Patience& patience) {
    std::optional<Failure> forbidden;
    for (const auto& region : candidates(instance_id)) {
        auto page = ask_for_page(region, describe_instance(region, instance_id), patience);
        if (auto* refused = std::get_if<Refusal>(&page)) {
            if (!means_forbidden(refused->code)) return std::move(refused->failure);
            if (!forbidden) forbidden = std::move(refused->failure);
            continue;
        }
        for (auto& instance : std::get<InstancePage>(page).instances)
            if (instance.id == instance_id) return std::move(instance);
    }
    if (forbidden) return *forbidden;
    return Failure{ExitCode::api,
                   tr("There is no instance {1} in this region.", log::printable(instance_id, 64))};
}

Result<Instance> Cloud::named(std::string_view name, const Patience& patience) {
    const auto region = home_region(patience);
    if (!region) return region.failure();
    auto page = result(ask_for_page(*region, describe_instances_named(*region, name), patience));
    if (!page) return page.failure();
    auto& found = page->instances;
    // The platform's filter knows wildcards.
    std::erase_if(found, [&](const Instance& instance) { return instance.name != name; });
    if (found.size() != 1) return not_one(name, *region, found);
    know(*region);
    return std::move(found.front());
}

RegionList Cloud::list_in(const Region& region, const Patience& patience) {
    RegionList out{region};
    const auto endpoint = where_.endpoint_of(region);
    if (!endpoint) {
        out.refused = Refusal{endpoint.failure()};
        return out;
    }
    std::string token;
    std::set<std::string> seen;  // tokens; one that comes again would lead in a circle
    while (out.questions < most_pages) {
        ++out.questions;
        auto answer =
            api_.ask(describe_instances(region.id, token), *endpoint, read_instances, patience);
        if (auto* refused = std::get_if<Refusal>(&answer)) {
            out.instances.clear();
            out.refused = std::move(*refused);
            return out;
        }
        auto& page = std::get<InstancePage>(answer);
        std::move(page.instances.begin(), page.instances.end(), std::back_inserter(out.instances));
        if (page.next_token.empty() || !seen.insert(page.next_token).second) break;
        token = std::move(page.next_token);
    }
    return out;
}

Result<Region> Cloud::home(const Patience& patience) {
    auto region = home_region(patience);
    if (!region) return region.failure();
    return Region{std::move(*region), {}};
}

Result<std::vector<Instance>> Cloud::list(const Patience& patience) {
    const auto region = home(patience);
    if (!region) return region.failure();
    auto list = list_in(*region, patience);
    if (list.refused) return std::move(list.refused->failure);
    return std::move(list.instances);
}

Answer<std::vector<Region>> Cloud::regions(const Patience& patience) {
    auto told = where_.told(patience);
    const auto* refused = std::get_if<Refusal>(&told);
    if (refused != nullptr && means_forbidden(refused->code)) return Regions::known();
    return told;
}

void Cloud::list(const std::vector<Region>& regions, const Patience& patience,
                 const std::function<void(RegionList)>& tell) {
    std::mutex mutex;
    side_by_side(regions.size(), patience.cancel, [&](std::size_t number) {
        auto list = list_in(regions[number], patience);
        const std::lock_guard lock(mutex);
        if (!patience.cancel.stop_requested()) tell(std::move(list));
    });
}

}  // namespace ecsview::ecs
