// SPDX-License-Identifier: GPL-2.0-or-later
// Instances as text for a terminal or for a program. Names are other people's text: no control
// character of one gets out. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "ecs/answer.h"

namespace ecsview::ecs {

// Columns under a heading. The name is the last one: only a terminal knows how wide it is.
std::string table(const std::vector<Instance>& instances);

// An array of objects, in ASCII.
std::string json_array(const std::vector<Instance>& instances);

}  // namespace ecsview::ecs
