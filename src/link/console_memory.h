// SPDX-License-Identifier: GPL-2.0-or-later
// How the one console of this process greeted the last time: kept in the user's runtime directory
// beside the ledger, so that a viewer that is started anew knows it, or in memory where there is
// none. No secret is in it. Connection thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "link/acquaintance.h"
#include "link/runtime_folder.h"

namespace ecsview::link {

class ConsoleMemory {
public:
    // `console` as for Ledger.
    ConsoleMemory(std::string_view console, const std::optional<std::string>& runtime_directory);

    const Acquaintance& acquaintance() const { return acquaintance_; }
    // As Acquaintance has them.
    void greeted(bool plain, bool keep_awake, bool foresaid);
    void taken_amiss();

private:
    void keep() const;

    const RuntimeFolder folder_;
    const std::string file_;
    Acquaintance acquaintance_;
};

}  // namespace ecsview::link
