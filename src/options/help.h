// SPDX-License-Identifier: GPL-2.0-or-later
// What --help and --version print; --help in the language of the person.
#pragma once

#include <string>

#include "options/table.h"

namespace ecsview::options {

// Of one command what it takes; null: all of it.
std::string help_text(const CommandRow* command);
extern const char* const version_text;

}  // namespace ecsview::options
