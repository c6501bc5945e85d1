// SPDX-License-Identifier: GPL-2.0-or-later
// Instances as text for a terminal or for a program. Names are other people's text: no control
// character of one gets out. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ecs/answer.h"

namespace ecsview::ecs {

// The word for the state of an instance, which the platform calls `status`; printable.
std::string word_of_state(std::string_view status);

// Which columns there are besides ID, STATUS, OS and NAME, and how wide a line may be.
struct Columns {
    bool region = false, address = false;
    int cells = 0;  // of the terminal; 0: no terminal, and everything is told
};

// Columns under a heading, the name last. Where they do not fit, an instance tells one address,
// then the columns that say least go, and the name is cut; an ID never is.
std::string table(const std::vector<Instance>& instances, const Columns& columns = {});

// An array of objects, in ASCII.
std::string json_array(const std::vector<Instance>& instances);

}  // namespace ecsview::ecs
