// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/count.h"

namespace ecsview {

std::string counted(std::size_t number, std::string_view noun) {
    return std::to_string(number).append(" ").append(noun).append(number == 1 ? "" : "s");
}

}  // namespace ecsview
