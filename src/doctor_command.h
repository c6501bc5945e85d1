// SPDX-License-Identifier: GPL-2.0-or-later
// `ecsview doctor`: looks at everything that has to be right for a picture, in the order in which a
// connection needs it, and goes on as far as it gets. Main thread.
#pragma once

#include <stop_token>
#include <vector>

#include "doctor/check.h"
#include "link/connection.h"
#include "options/options.h"
#include "rfb/decoder/spawner.h"

namespace ecsview {

// Each check is told as soon as it is made. `settings` are those of a command that nobody watches.
// Throws Error (ExitCode::usage) for files that are none.
void run_doctor(const options::Options& options, rfb::Spawner spawner,
                link::ConnectionSettings settings, const std::stop_token& cancel,
                const doctor::Tell& tell);

}  // namespace ecsview
