// SPDX-License-Identifier: GPL-2.0-or-later
// Several consoles in one window: each has a connection and a decoder of its own; the keys, what
// the platform allows in a minute, and the service manager's question are for all of them. Main
// thread.
#pragma once

#include "base/termination.h"
#include "ecs/credentials/environment.h"
#include "options/options.h"
#include "rfb/decoder/spawner.h"

namespace ecsview {

// Until the window is closed, or a signal comes. A console that cannot be had says so in its place.
// Throws Error.
void show_wall(const options::Walled& wall, ecs::Environment environment, rfb::Spawner spawner,
               const Termination& termination);

}  // namespace ecsview
