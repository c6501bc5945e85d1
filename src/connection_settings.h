// SPDX-License-Identifier: GPL-2.0-or-later
// How the connection is to go about it, from the command line and the environment. Main thread,
// once.
#pragma once

#include "link/connection.h"
#include "options/options.h"

namespace ecsview {

// Throws Error (ExitCode::usage) for a password file that is none. What the command alone knows,
// such as whether somebody can be asked, is left as it is by default.
link::ConnectionSettings connection_settings(const options::Options& options);
// The same for a command that nobody watches: no one is asked for a password, the end of the link
// is the end, and each pixel is the server's.
link::ConnectionSettings settings_without_a_person(const options::Options& options);

}  // namespace ecsview
