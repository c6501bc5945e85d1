// SPDX-License-Identifier: GPL-2.0-or-later
#include "doctor/cloud_examination.h"

#include <algorithm>
#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "doctor/judgement.h"
#include "doctor/way_probe.h"
#include "ecs/region.h"
#include "ecs/region_search.h"

namespace ecsview::doctor {
namespace {

using std::chrono::steady_clock;
using std::chrono::system_clock;

void add(std::vector<std::string>& regions, std::string_view region) {
    if (std::find(regions.begin(), regions.end(), region) == regions.end())
        regions.emplace_back(region);
}

}  // namespace

ecs::Patience CloudExamination::patience() const {
    return {steady_clock::now() + parts_.timeout, parts_.cancel};
}

// --- the API -------------------------------------------------------------------------------------

bool CloudExamination::begin(std::string_view id) {
    const bool keys = has_keys();
    const auto regions = candidates(id);
    const bool there = reach_api(regions.empty() ? "" : regions.front());
    return there && keys && knows_keys();
}

bool CloudExamination::has_keys() {
    ecs::Http http;
    const auto limits = patience();
    const auto keys = parts_.keys.keys({http, parts_.roots, limits.deadline, limits.cancel});
    if (!keys) return tell_(failed(Topic::credentials, keys.failure())), false;
    const auto told = parts_.keys.origin();
    const auto origin = told.empty() ? tr("the environment") : log::printable(told, 512);
    tell_({Topic::credentials, Verdict::ok,
           keys->expires ? tr("from {1}, temporary", origin) : tr("from {1}", origin)});
    return true;
}

Result<ecs::Endpoint> CloudExamination::endpoint_of(const std::string& region) const {
    if (parts_.place.endpoint) return *parts_.place.endpoint;
    if (region.empty()) return ecs::central_endpoint();
    return ecs::region_endpoint(region, parts_.place.network);
}

bool CloudExamination::reach_api(const std::string& region) {
    const auto endpoint = endpoint_of(region);
    if (!endpoint) return tell_(failed(Topic::api_name, endpoint.failure())), false;
    const auto& host = endpoint->authority;
    auto proxy = endpoint->tls ? proxy_for(host) : Result<std::optional<Proxy>>(std::nullopt);
    tell_(of_proxy(Topic::api_proxy, proxy));
    if (!proxy) return false;
    link::Destination to{false, endpoint->tls, host.host, host.port, false, Secret()};
    to.proxy = std::move(*proxy);
    const auto limits = patience();
    return probe_way({Topic::api_name, Topic::api_route, Topic::api_tls}, to, parts_.roots,
                     {limits.deadline, limits.cancel}, tell_) &&
           answers(*endpoint);
}

// Asks nothing, and shows no keys: any answer of the platform says what time it is there.
bool CloudExamination::answers(const ecs::Endpoint& endpoint) {
    ecs::HttpRequest request;
    request.method = "GET";
    request.url = endpoint.url() + "/";
    ecs::Http http;
    const auto limits = patience();
    const auto begin = steady_clock::now();
    const auto reply = http.perform(request, limits.deadline, parts_.roots, limits.cancel);
    if (!reply) return tell_(failed(Topic::api_answer, reply.failure())), false;
    const auto time = std::chrono::round<Milliseconds>(steady_clock::now() - begin);
    tell_({Topic::api_answer, Verdict::ok, timed("HTTP " + std::to_string(reply->status), time)});
    if (reply->date) tell_(of_clock(*reply->date - system_clock::now()));
    return true;
}

bool CloudExamination::knows_keys() {
    const auto& sts = parts_.sts;
    if (!sts) {
        tell_(doubtful(Topic::identity,
                       {sts.failure().code,
                        tr("The STS cannot be asked: {1}; check ALIBABA_CLOUD_STS_ENDPOINT.",
                           sts.failure().sentence)}));
        return true;
    }
    const auto answer =
        parts_.api.ask(ecs::get_caller_identity(), *sts, ecs::read_caller_identity, patience());
    if (const auto* refused = std::get_if<ecs::Refusal>(&answer)) {
        // The STS may be out of reach where the API is not; a console does without it.
        const bool keys = refused->failure.code == ExitCode::credentials;
        tell_(keys ? failed(Topic::identity, refused->failure)
                   : doubtful(Topic::identity, refused->failure));
        return !keys;
    }
    const auto& identity = std::get<ecs::Identity>(answer);
    tell_({Topic::identity, Verdict::ok,
           tr("{1}, account {2}", log::printable(identity.arn, 256),
              log::printable(identity.account, 64))});
    return true;
}

void CloudExamination::look_at_regions() {
    const auto endpoint = endpoint_of("");
    const auto answer =
        parts_.api.ask(ecs::describe_regions(), *endpoint, ecs::read_regions, patience());
    if (const auto* refused = std::get_if<ecs::Refusal>(&answer))
        return tell_(of_right(Topic::right_regions, *refused, false));
    const auto count = std::get<std::vector<ecs::Region>>(answer).size();
    tell_(of_right(Topic::right_regions, "DescribeRegions", tr("{1} regions", count)));
}

void CloudExamination::look_around() {
    look_at_regions();
    const auto regions = candidates("");
    if (regions.empty())
        return tell_({Topic::right_instances, Verdict::warn,
                      tr("the region is not known, so no instances were asked for"),
                      tr("give --region or set ALIBABA_CLOUD_REGION_ID")});
    const auto endpoint = endpoint_of(regions.front());
    if (!endpoint) return tell_(failed(Topic::right_instances, endpoint.failure()));
    const auto answer = parts_.api.ask(ecs::describe_instances(regions.front(), ""), *endpoint,
                                       ecs::read_instances, patience());
    if (const auto* refused = std::get_if<ecs::Refusal>(&answer))
        return tell_(of_right(Topic::right_instances, *refused, false));
    const auto& page = std::get<ecs::InstancePage>(answer);
    const auto region = log::printable(regions.front(), 64);
    tell_(of_right(Topic::right_instances, "DescribeInstances",
                   page.next_token.empty()
                       ? tr("{1} instances in {2}", page.instances.size(), region)
                       : tr("{1} or more instances in {2}", page.instances.size(), region)));
}

// --- the instance --------------------------------------------------------------------------------

std::vector<std::string> CloudExamination::candidates(std::string_view id) {
    const auto& place = parts_.place;
    if (!place.region.empty()) return {place.region};
    std::vector<std::string> regions;
    for (const auto& region : place.likely_regions) add(regions, region);
    if (const auto hint = ecs::region_hint(id)) add(regions, *hint);
    if (!regions.empty()) return regions;
    if (!std::exchange(own_asked_, true)) own_region_ = parts_.own_region(patience());
    if (own_region_) add(regions, *own_region_);
    return regions;
}

std::optional<std::string> CloudExamination::id_of(std::string_view name) {
    auto found = parts_.cloud.named(name, patience());
    if (found) return std::move(found->id);
    const bool forbidden = found.failure().code == ExitCode::credentials;
    tell_(failed(forbidden ? Topic::right_instances : Topic::instance, found.failure()));
    return std::nullopt;
}

ecs::Answer<std::optional<ecs::Instance>> CloudExamination::describe(const std::string& region,
                                                                     const std::string& id) {
    const auto endpoint = endpoint_of(region);
    if (!endpoint) return ecs::Refusal{endpoint.failure()};
    auto answer = parts_.api.ask(ecs::describe_instance(region, id), *endpoint, ecs::read_instances,
                                 patience());
    if (auto* refused = std::get_if<ecs::Refusal>(&answer)) return std::move(*refused);
    for (auto& instance : std::get<ecs::InstancePage>(answer).instances) {
        if (instance.id != id) continue;
        if (instance.region.empty()) instance.region = region;
        return std::optional(std::move(instance));
    }
    return std::optional<ecs::Instance>();
}

// False: something is wrong that has been told. What is found is in instance_.
bool CloudExamination::find(const std::string& id) {
    std::optional<ecs::Refusal> forbidden;
    std::string asked;
    for (const auto& region : candidates(id)) {
        auto answer = describe(region, id);
        if (auto* refused = std::get_if<ecs::Refusal>(&answer)) {
            const bool may_not = ecs::means_forbidden(refused->code);
            if (!may_not && !ecs::means_elsewhere(refused->code))
                return tell_(failed(Topic::instance, refused->failure)), false;
            if (may_not) forbidden = std::move(*refused);
            continue;
        }
        asked = region;
        instance_ = std::move(std::get<std::optional<ecs::Instance>>(answer));
        if (instance_) break;
    }
    may_list_ = !forbidden || !asked.empty();
    if (may_list_)
        tell_(of_right(Topic::right_instances, "DescribeInstances", ""));
    else
        tell_(of_right(Topic::right_instances, *forbidden, false));
    return true;
}

void CloudExamination::look_elsewhere(const std::string& id) {
    ecs::RegionSearch search(parts_.api, parts_.place.endpoint, parts_.place.network);
    const auto region = search.find(id, patience());
    if (!region) return;
    auto answer = describe(*region, id);
    if (auto* found = std::get_if<std::optional<ecs::Instance>>(&answer))
        instance_ = std::move(*found);
}

// False: it has no console now, or is not there.
bool CloudExamination::judge(const std::string& id) {
    auto check = instance_ ? of_instance(*instance_, parts_.place.region)
                           : of_no_instance(id, parts_.place.region);
    const bool good = check.verdict != Verdict::fail;
    tell_(std::move(check));
    return good;
}

std::optional<ecs::WebsocketUrl> CloudExamination::console_of(const std::string& id) {
    look_at_regions();
    if (!find(id)) return std::nullopt;
    if (may_list_ && !instance_) look_elsewhere(id);
    if (may_list_ && !judge(id)) return std::nullopt;
    return ask_for_console(id);
}

// In the region of the instance, or in those where it may be.
ecs::Answer<Secret> CloudExamination::ask_for_url(const std::string& id) {
    ecs::Answer<Secret> answer = ecs::Refusal{
        {ExitCode::usage, tr("The region of the instance is not known; give --region.")}};
    const auto regions = instance_ ? std::vector{instance_->region} : candidates(id);
    for (const auto& region : regions) {
        const auto endpoint = endpoint_of(region);
        if (!endpoint) return ecs::Refusal{endpoint.failure()};
        answer = parts_.api.ask(ecs::describe_instance_vnc_url(region, id), *endpoint,
                                ecs::read_vnc_url, patience());
        const auto* refused = std::get_if<ecs::Refusal>(&answer);
        if (refused == nullptr || !ecs::means_elsewhere(refused->code)) break;
    }
    return answer;
}

std::optional<ecs::WebsocketUrl> CloudExamination::ask_for_console(const std::string& id) {
    const auto answer = ask_for_url(id);
    if (const auto* refused = std::get_if<ecs::Refusal>(&answer)) {
        // Without the right to list, this is where it is seen that there is no such instance.
        const bool elsewhere = ecs::means_elsewhere(refused->code);
        tell_(failed(elsewhere ? Topic::instance : Topic::right_console, refused->failure));
        return std::nullopt;
    }
    auto url = ecs::decode_vnc_url(std::get<Secret>(answer).reveal());
    if (url) url = parts_.console_hosts.require(std::move(*url));
    if (!url) return tell_(failed(Topic::right_console, url.failure())), std::nullopt;
    tell_(of_right(Topic::right_console, "DescribeInstanceVncUrl", ""));
    return std::move(*url);
}

}  // namespace ecsview::doctor
