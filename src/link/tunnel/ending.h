// SPDX-License-Identifier: GPL-2.0-or-later
// How an attempt ended: its cause (screen/cause.h has the table) and the sentence with all that is
// known. Whoever finds an end makes one, and nobody on the way to the window translates it. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "link/tunnel/keepalive.h"
#include "screen/cause.h"

namespace ecsview::link {

using screen::Again;
using screen::Cause;

struct Ending {
    Cause cause;
    std::string sentence;  // one line, no secret, no control bytes
    // Not before; the platform's own wish.
    std::optional<std::chrono::milliseconds> wait = std::nullopt;
    // A live link was cut as idle consoles are, in spite of this.
    std::optional<IdleStep> idle_cut = std::nullopt;

    ExitCode code() const { return cause.exit(); }
    Failure failure() const { return {code(), sentence}; }
};

// What a row's sentence leaves open.
struct Facts {
    std::string_view where = {}, proxy = {};
    std::string_view words = {};  // printable
};

Ending ending(Cause cause, const Facts& facts);
// Of what was asked before there was a link. Whoever refused knows best whether it is for good.
Ending ending(const Failure& refusal);

}  // namespace ecsview::link
