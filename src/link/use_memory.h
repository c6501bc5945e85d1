// SPDX-License-Identifier: GPL-2.0-or-later
// When consoles were last asked for: a line each in the user's runtime directory beside the ledger,
// so that a list can begin with them. Where there is no such directory nothing is remembered. No
// secret is in it. One thread uses an object; processes may do so at the same time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "link/runtime_folder.h"

namespace ecsview::link {

class UseMemory {
public:
    explicit UseMemory(const std::optional<std::string>& runtime_directory)
        : folder_(runtime_directory) {}

    // `console` as for Ledger; seconds since 1970. Nothing: never, as far as is known.
    std::optional<std::int64_t> last(std::string_view console) const;
    void used(std::string_view console, std::int64_t now) const;

    // Between processes: the seconds and a line break. Nothing: it is no such line. Pure.
    static std::optional<std::int64_t> read(std::string_view text);

private:
    const RuntimeFolder folder_;
};

}  // namespace ecsview::link
