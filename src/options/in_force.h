// SPDX-License-Identifier: GPL-2.0-or-later
// What `ecsview config` prints: a configuration file that says all that holds, and behind each key
// where its value comes from. Pure; any thread.
#pragma once

#include <string>

#include "options/words.h"

namespace ecsview::options {

// No secret is in it: a proxy is without its user and password.
std::string in_force(const Values& values);

}  // namespace ecsview::options
