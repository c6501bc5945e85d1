// SPDX-License-Identifier: GPL-2.0-or-later
// What has happened to the console since the program began, as counts that only grow: for whoever
// looks from outside, in the long run. The connection thread counts, and the window says what its
// screen shows; whoever tells the counts may be any thread, and can wait here for the next state.
// Guarded by a mutex that nobody holds for long. The clock is passed in.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <iterator>
#include <mutex>
#include <optional>
#include <stop_token>

#include "screen/cause.h"
#include "screen/console_state.h"
#include "screen/screen_state.h"

namespace ecsview::screen {

struct Counts {
    Phase phase = Phase::asking;
    bool prompting = false;  // the console asks for a password
    ScreenState shown = ScreenState::unknown;
    // How often one of these has changed, or a picture was there: what is worth telling at once.
    std::uint64_t news = 0;
    std::uint64_t attempts = 0;
    std::uint64_t connections = 0;  // attempts that came to a whole picture
    std::uint64_t changes = 0;      // FramebufferUpdates with pixels
    std::optional<std::chrono::steady_clock::time_point> last_change;  // of them
    // Why attempts and connections ended, by Cause::number().
    std::array<std::uint64_t, std::size(causes::table)> ends{};

    std::uint64_t ends_with(Again next) const;
};

class Tally {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    void attempt();
    void connected();
    void ended(Cause why);
    void changed(TimePoint now);
    // Wakes those who wait, if it is another one; so does connected().
    void state(Phase phase, bool prompting);

    // The same of what the screen shows; by whoever looks at it.
    void shows(ScreenState state);

    Counts counts() const;
    // Returns when there have been more than `seen` news, at `until`, or on `stop`.
    void await(std::uint64_t seen, TimePoint until, const std::stop_token& stop) const;

private:
    mutable std::mutex mutex_;  // guards counts_
    mutable std::condition_variable_any changed_;
    Counts counts_;
};

}  // namespace ecsview::screen
