// SPDX-License-Identifier: GPL-2.0-or-later
// Asks the account what doctor wants to know of it: whether the API can be reached and takes the
// keys, what they may do, and where the console of an instance is. Each answer is told as it comes;
// where one keeps the others from being asked, it is the last. It blocks; one thread.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/certificates.h"
#include "doctor/check.h"
#include "ecs/cloud.h"
#include "ecs/console_hosts.h"
#include "ecs/credentials_provider.h"

namespace ecsview::doctor {

// What there is to ask; all of it outlives the examination.
struct CloudParts {
    ecs::CredentialsProvider& keys;
    ecs::Api& api;
    ecs::Cloud& cloud;
    const ecs::Place& place;
    const ecs::OwnRegion& own_region;
    const TrustedRoots& roots;
    const ecs::ConsoleHosts& console_hosts;
    Result<ecs::Endpoint> sts;  // a failure is a clause
    std::chrono::milliseconds timeout;
    std::stop_token cancel;
};

class CloudExamination {
public:
    CloudExamination(CloudParts parts, const Tell& tell) : parts_(std::move(parts)), tell_(tell) {}

    // True: the API answers, and it knows the keys. `id`: where it would be looked for; may be
    // empty.
    bool begin(std::string_view id);
    // Without an instance: what the keys may do.
    void look_around();
    // The URL of an instance's console, once.
    std::optional<ecs::WebsocketUrl> console_of(const std::string& id);
    // The ID of the instance of that name.
    std::optional<std::string> id_of(std::string_view name);

private:
    ecs::Patience patience() const;
    bool has_keys();
    bool reach_api(const std::string& region);
    bool answers(const ecs::Endpoint& endpoint);
    bool knows_keys();
    void look_at_regions();
    std::vector<std::string> candidates(std::string_view id);
    Result<ecs::Endpoint> endpoint_of(const std::string& region) const;
    ecs::Answer<std::optional<ecs::Instance>> describe(const std::string& region,
                                                       const std::string& id);
    bool find(const std::string& id);
    void look_elsewhere(const std::string& id);
    bool judge(const std::string& id);
    std::optional<ecs::WebsocketUrl> ask_for_console(const std::string& id);
    ecs::Answer<Secret> ask_for_url(const std::string& id);

    const CloudParts parts_;
    const Tell& tell_;
    std::optional<std::string> own_region_;  // once it was asked for
    bool own_asked_ = false;
    bool may_list_ = true;                   // instances
    std::optional<ecs::Instance> instance_;  // that was found
};

}  // namespace ecsview::doctor
