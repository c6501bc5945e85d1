// SPDX-License-Identifier: GPL-2.0-or-later
// When the next console of a wall has its turn to have the window, as --turn wants it: each as long
// as the other, but not while somebody is there. Pure, the clock is passed in; ui thread.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <optional>

namespace ecsview::ui {

class Turns {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    // How long the one that is shown stays for whoever was there last.
    static constexpr std::chrono::minutes held_for{5};

    // `each`: how long a turn is; nothing: there are none.
    explicit Turns(std::optional<std::chrono::milliseconds> each) : each_(each) {}

    // A console has the window from now on.
    void begin(TimePoint now) { begun_ = now; }
    // A person does something, or what one has begun goes on.
    void attend(TimePoint now) { held_until_ = now + held_for; }
    // When it is the next one's turn; nothing: never.
    std::optional<TimePoint> due() const {
        if (!each_) return std::nullopt;
        return std::max(begun_ + *each_, held_until_);
    }

private:
    const std::optional<std::chrono::milliseconds> each_;
    TimePoint begun_{}, held_until_{};
};

// Round and round, of so many.
constexpr std::size_t place_after(std::size_t place, std::size_t count) {
    return (place + 1) % count;
}
constexpr std::size_t place_before(std::size_t place, std::size_t count) {
    return (place + count - 1) % count;
}

}  // namespace ecsview::ui
