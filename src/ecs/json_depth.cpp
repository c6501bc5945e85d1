// SPDX-License-Identifier: GPL-2.0-or-later
#include "ecs/json_depth.h"

namespace ecsview::ecs {

// Counts brackets outside of strings. If the count is wrong, the text is not JSON from that place
// on, and a parser stops there.
bool nested_too_deep(std::string_view json) noexcept {
    int depth = 0;
    bool in_string = false;
    for (std::size_t at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (c == '"') in_string = !in_string;
        if (in_string) {
            if (c == '\\') ++at;
        } else if (c == '[' || c == '{') {
            if (++depth > deepest_nesting) return true;
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return false;
}

}  // namespace ecsview::ecs
