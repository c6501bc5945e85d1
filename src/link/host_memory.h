// SPDX-License-Identifier: GPL-2.0-or-later
// Which host served the consoles of one neighbourhood, that is a region, the last time: kept in the
// user's runtime directory beside the ledger, or in memory where there is none. It is believed no
// further than to connect to it and to begin TLS, before the API has said where the console is.
// Connection thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/authority.h"
#include "link/runtime_folder.h"

namespace ecsview::link {

class HostMemory {
public:
    // Empty: nothing is asked of an API, so nothing is remembered.
    HostMemory(std::string_view neighbourhood, const std::optional<std::string>& runtime_directory);

    const std::optional<Authority>& last() const { return last_; }
    void served(const Authority& host);

    // Between processes: "host:port" and a line break. Nothing: it is no such line. Pure.
    static std::optional<Authority> read(std::string_view text);

private:
    const bool wanted_;
    const RuntimeFolder folder_;
    const std::string file_;
    std::optional<Authority> last_;
};

}  // namespace ecsview::link
