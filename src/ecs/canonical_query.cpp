// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/canonical_query.h"

#include <algorithm>

#include "base/percent.h"

namespace ecsview::ecs {

std::string canonical_query(Parameters query) {
    std::sort(query.begin(), query.end());
    std::string out;
    for (const auto& [name, value] : query) {
        if (!out.empty()) out += '&';
        out += percent_encode(name) + '=' + percent_encode(value);
    }
    return out;
}

}  // namespace ecsview::ecs
