// SPDX-License-Identifier: GPL-2.0-or-later
// Environment variables, read once in main before the first thread: the C environment is not
// guarded against other threads.
#pragma once

#include <optional>
#include <string>

#include "base/secret.h"

namespace ecsview {

// The value; an empty one counts as unset.
std::optional<std::string> environment(const char* name);

// Reads a secret and removes it: the bytes are overwritten where they stand (/proc/PID/environ
// shows that very memory) and the variable is unset, also when it is empty. No child inherits it.
std::optional<Secret> take_from_environment(const char* name);

// Overwrites the variable where /proc/PID/environ shows it; getenv(3) and children have it as
// before. Before the first thread.
void hide_in_environment(const char* name);

// Overwrites all of both where they stand, and leaves no variable: they may hold a password or a
// VncUrl, and the process never looks at them again.
void wipe_arguments_and_environment(int argc, char** argv) noexcept;

}  // namespace ecsview
