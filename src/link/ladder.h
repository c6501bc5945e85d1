// SPDX-License-Identifier: GPL-2.0-or-later
// Which step keeps the idle console of one proxy from being cut: the next one is taken after two
// cuts in a row that came at the idle limit in spite of the step before. One may be chance, and a
// step is not free. When the last does not help either the cuts have another reason: back to the
// first, for good. Pure; connection thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "link/tunnel/keepalive.h"

namespace ecsview::link {

class Ladder {
public:
    IdleStep step() const { return step_; }

    // A link that was live has ended; `failed`: what did not keep it (Keepalive::failed). True:
    // from now on it is another step.
    bool ended(std::optional<IdleStep> failed);

    // Between processes: a word and a line break. What is not one of the words changes nothing.
    std::string text() const;
    void read(std::string_view text);

private:
    IdleStep step_ = IdleStep::release;
    bool exhausted_ = false;
    int cuts_ = 0;  // in a row, at this step
};

// For the log.
std::string_view words_of(IdleStep step);

}  // namespace ecsview::link
