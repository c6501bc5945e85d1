// SPDX-License-Identifier: GPL-2.0-or-later
// Checks as text for a terminal or a ticket, as JSON for a program, and as an exit code. Pure; any
// thread.
#pragma once

#include <string>
#include <vector>

#include "doctor/check.h"

namespace ecsview::doctor {

// The verdict, the name and what was seen, in columns; what to do is on a line of its own below it.
std::string line(const Check& check);

// One object, in ASCII.
std::string json(const std::vector<Check>& checks);

// That of the first failure; ExitCode::done when there is none.
ExitCode exit_code(const std::vector<Check>& checks);

}  // namespace ecsview::doctor
