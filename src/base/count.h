// SPDX-License-Identifier: GPL-2.0-or-later
// A number with what it counts, as a sentence for a person has it. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ecsview {

// "1 character", "0 characters", "2 characters".
std::string counted(std::size_t number, std::string_view noun);

// The verb behind it: "is" or "are", "was" or "were".
constexpr std::string_view verb(std::size_t number, std::string_view one, std::string_view more) {
    return number == 1 ? one : more;
}

}  // namespace ecsview
