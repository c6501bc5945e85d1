// SPDX-License-Identifier: GPL-2.0-or-later
// The budget of one console, kept in the user's runtime directory, so that a viewer that is started
// anew, or a second one, does not begin at nothing. Connection thread. It fails safe: where there
// is no such directory, or it is not the user's own, the budget is kept in memory alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "link/budget.h"
#include "link/runtime_folder.h"

namespace ecsview::link {

class Ledger {
public:
    // `console` is what the platform counts by (an instance ID, an address; no secret): its hash is
    // the file's name. `runtime_directory` is XDG_RUNTIME_DIR, if there is one.
    Ledger(std::string_view console, const std::optional<std::string>& runtime_directory,
           Budget budget);

    // Zero: the attempt is written down and may be made. Else how long to wait before asking again.
    Budget::Milliseconds take();

private:
    Budget::Milliseconds take_from_file(int fd);
    Budget::Milliseconds take_from_memory();

    Budget budget_;
    const RuntimeFolder folder_;
    std::string name_;
    int refusals_ = 0;  // in a row, of the file's lock
};

}  // namespace ecsview::link
