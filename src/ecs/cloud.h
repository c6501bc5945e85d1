// SPDX-License-Identifier: GPL-2.0-or-later
// The instances of an account: where one is, what it is called, the way to its console. Made in
// main; the connection thread asks for consoles, another thread may ask what is known of the
// instance at the same time. The region of an instance is looked for once.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ecs/regions.h"
#include "ecs/vnc_url.h"

namespace ecsview::ecs {

// Where to ask.
struct Place {
    std::string region;  // --region: there and nowhere else; empty: not given
    // Where to look first, cheapest first; the profile's and the environment's.
    std::vector<std::string> likely_regions;
    std::optional<Endpoint> endpoint;  // --endpoint: for every region
    Network network = Network::internet;
    std::chrono::milliseconds url_life = ecs::url_life;  // shorter in tests
};

// A VncUrl as the platform returns it, percent-encoded.
struct VncUrl {
    Secret text;
    std::chrono::steady_clock::time_point asked;  // it is no older than that

    std::chrono::milliseconds age() const {
        return std::chrono::ceil<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                            asked);
    }
};

// Asks the metadata service for the region of the machine that ecsview runs on.
using OwnRegion = std::function<std::optional<std::string>(const Patience&)>;

// What one region has answered.
struct RegionList {
    Region region;
    std::vector<Instance> instances = {};
    std::optional<Refusal> refused = {};  // then there are none
    int questions = 0;                    // that it took
};

class Cloud {
public:
    // `api` outlives the Cloud.
    Cloud(Api& api, Place place, OwnRegion own_region);

    // Never one older than url_life: what took longer to come is asked for again. The instance is
    // looked for in other regions if none was given and it is not in the likely ones. An instance
    // that is not ready yet, and an API that says when to come back, are waited for as far as two
    // thirds of the time go. Failures: those of Api::ask(), with advice whether to ask again.
    Result<VncUrl> vnc_url(std::string_view instance_id, const Patience& patience);

    // Whether there is a region, known or guessed, that describe() would ask.
    bool has_region_for(std::string_view instance_id) const;

    // What is known of the instance. Failures as above; the RAM action is ecs:DescribeInstances.
    Result<Instance> describe(std::string_view instance_id, const Patience& patience);

    // The one instance of that name. Failure: ExitCode::api when there is none or more than one.
    Result<Instance> named(std::string_view name, const Patience& patience);

    // All instances of the region, page by page.
    Result<std::vector<Instance>> list(const Patience& patience);

    // The region that list() asks.
    Result<Region> home(const Patience& patience);
    // All that there are. Keys that may not ask for them get those that are known here.
    Answer<std::vector<Region>> regions(const Patience& patience);
    // The instances of several regions side by side: `tell` gets each answer when it is there, one
    // at a time, on one of several threads. None comes after a stop.
    void list(const std::vector<Region>& regions, const Patience& patience,
              const std::function<void(RegionList)>& tell);

private:
    Result<VncUrl> waited_for(std::string_view instance_id, const Patience& patience);
    Result<VncUrl> vnc_url_now(std::string_view instance_id, const Patience& patience);
    Result<VncUrl> settle(Answer<VncUrl> answer, const std::string& region,
                          std::string_view instance_id, const Patience& patience);
    Result<Endpoint> endpoint_of(const std::string& region) const;
    Result<std::string> home_region(const Patience& patience);
    std::vector<std::string> candidates(std::string_view instance_id) const;
    Answer<VncUrl> ask_for_url(const std::string& region, std::string_view instance_id,
                               const Patience& patience);
    Answer<InstancePage> ask_for_page(const std::string& region, const Operation& operation,
                                      const Patience& patience);
    RegionList list_in(const Region& region, const Patience& patience);
    Result<std::string> find(std::string_view instance_id, const Patience& patience);
    Failure explain(Refusal refused, const std::string& region, std::string_view instance_id,
                    const Patience& patience);
    std::optional<std::string> known() const;
    void know(std::string region);

    Api& api_;
    const Place place_;
    const Regions where_;
    const OwnRegion own_region_;
    mutable std::mutex mutex_;  // guards found_
    std::optional<std::string> found_;
};

}  // namespace ecsview::ecs
