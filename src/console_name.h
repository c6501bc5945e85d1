// SPDX-License-Identifier: GPL-2.0-or-later
// What the console of the command line is called: for people, and for whoever counts connections.
// Neither has a ticket or a password in it. Pure; any thread.
#pragma once

#include <string>

#include "options/options.h"

namespace ecsview {

// In words for the window: what the user asked for.
std::string title_of(const options::Target& target);

// What the platform counts connections by; its hash names a file. Instances of the same name behind
// another API are others.
std::string console_name(const options::Target& target,
                         const std::optional<ecs::Endpoint>& endpoint);

// The consoles that one host of the platform serves: a region's, as far as it is known before the
// API is asked. Empty: there is no API to be asked.
std::string neighbourhood_of(const options::Options& options);

}  // namespace ecsview
