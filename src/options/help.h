// SPDX-License-Identifier: GPL-2.0-or-later
// What --help and --version print. Constants.
#pragma once

#include <string>

namespace ecsview::options {

std::string help_text();
extern const char* const version_text;

}  // namespace ecsview::options
