// SPDX-License-Identifier: GPL-2.0-or-later
// Which hosts a VncUrl of the API may lead to: those of the platform, and those that a person has
// named. Whoever speaks for the API, by --endpoint or by a fault of its own, then cannot send
// viewers and what is typed into them anywhere. Values; pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/authority.h"
#include "ecs/vnc_url.h"

namespace ecsview::ecs {

class ConsoleHosts {
public:
    // The platform's alone.
    ConsoleHosts() = default;
    // And those of `list`: names, .suffixes (all below, by whole labels) and addresses, with commas
    // between them; a port is none of it. Nothing: it is no such list.
    static std::optional<ConsoleHosts> parse(std::string_view list);

    bool has(const Authority& console) const noexcept;
    // Failure: ExitCode::api; says the host, and what to do.
    Result<WebsocketUrl> require(WebsocketUrl url) const;

private:
    std::vector<std::string> hosts_;     // in the form of Authority::host
    std::vector<std::string> suffixes_;  // the same behind a dot
};

}  // namespace ecsview::ecs
