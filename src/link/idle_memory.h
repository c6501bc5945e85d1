// SPDX-License-Identifier: GPL-2.0-or-later
// What each proxy was found to need so that it does not cut an idle console: a ladder a proxy, kept
// in the user's runtime directory beside the ledger, or in memory where there is none. Connection
// thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "link/ladder.h"
#include "link/runtime_folder.h"

namespace ecsview::link {

class IdleMemory {
public:
    explicit IdleMemory(const std::optional<std::string>& runtime_directory)
        : folder_(runtime_directory) {}

    IdleStep step(const std::string& proxy) { return ladder(proxy).step(); }
    // A link by way of this proxy was live and has ended; `failed` as Keepalive says.
    void ended(const std::string& proxy, std::optional<IdleStep> failed);

private:
    Ladder& ladder(const std::string& proxy);

    const RuntimeFolder folder_;
    std::map<std::string, Ladder> ladders_;  // at most max_proxies
};

}  // namespace ecsview::link
