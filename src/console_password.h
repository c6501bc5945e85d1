// SPDX-License-Identifier: GPL-2.0-or-later
// The VNC password that is there before anybody asks: the file's of the command line, else what
// TARGET brought, else the environment's. Main thread, once.
#pragma once

#include <optional>
#include <string>

#include "base/secret.h"
#include "options/target.h"

namespace ecsview {

// Reads the file and takes the environment's. Throws Error (ExitCode::usage).
std::optional<Secret> password_of(const options::Target& target,
                                  const std::optional<std::string>& file, bool strict);

}  // namespace ecsview
