// SPDX-License-Identifier: GPL-2.0-or-later
// Which instance is meant, when there is no TARGET: asks the person who sits before the display.
// Main thread.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/error.h"
#include "base/termination.h"
#include "ecs/credentials/environment.h"
#include "options/options.h"

namespace ecsview {

// The instance that was chosen, and the keys for it.
struct Picked {
    std::string id, region;
    ecs::Environment keys;
};

// Why nobody is asked: somebody has to be there, at a terminal or at what has started the program
// with --stay, as the desktop entry does. Nothing: somebody may be.
std::optional<Failure> nobody_to_ask(const options::Options& options);

// Shows the account's instances until one is chosen. A failure is the end: ExitCode::done when the
// window was closed, the usage error when there is no display. Throws Error.
std::variant<Picked, Failure> pick(const options::Options& options, ecs::Environment environment,
                                   const Termination& termination);

}  // namespace ecsview
