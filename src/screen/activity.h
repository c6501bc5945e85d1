// SPDX-License-Identifier: GPL-2.0-or-later
// What the decoder is doing, as one word in the shared memory: it writes, we look when a link has
// been quiet for too long. No message, so an idle decoder costs nothing. The decoder may lie: the
// worst that comes of it is a reconnect. Pure.
#pragma once

#include <cstdint>

namespace ecsview::screen {

enum class Activity : std::uint32_t {
    working,  // in the middle of a message of the server
    resting,  // between two messages: nothing is owed
    waiting,  // for us: an acknowledgement or a password
};

// The word: the kind in the lowest bits, above it a count of changes. Two equal words mean that
// nothing happened between them.
constexpr std::uint32_t activity_word(std::uint32_t changes, Activity activity) {
    return changes << 2 | static_cast<std::uint32_t>(activity);
}
constexpr Activity activity_of(std::uint32_t word) {
    const auto kind = word & 3;
    return kind > 2 ? Activity::working : static_cast<Activity>(kind);
}

}  // namespace ecsview::screen
