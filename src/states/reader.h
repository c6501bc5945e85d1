// SPDX-License-Identifier: GPL-2.0-or-later
// Reads pictures and says which state they show, on a thread of its own: to unpack the fonts and
// to look for letters in a picture of a desktop takes longer than a window may be busy. One picture
// at a time. Functions: one thread, its owner's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "screen/geometry.h"
#include "screen/screen_state.h"

namespace ecsview::states {

// What a picture shows.
struct Finding {
    screen::ScreenState state = screen::ScreenState::unknown;
    std::string text;  // UTF-8, whole lines, as the other side has it; empty: there is none
    std::chrono::steady_clock::duration took{};
};

// Pure: of a picture, row by row.
Finding find(const std::vector<std::uint32_t>& pixels, screen::DesktopSize size);

class Reader {
public:
    // `wake` is called by the reader's thread when there is a finding.
    explicit Reader(std::function<void()> wake);

    // The finding before was taken, or is dropped.
    void begin(std::vector<std::uint32_t> pixels, screen::DesktopSize size);
    // Nothing: it is not ready. Once each.
    std::optional<Finding> take();

private:
    struct Order {
        std::vector<std::uint32_t> pixels;
        screen::DesktopSize size;
    };
    void run(const std::stop_token& stop);

    const std::function<void()> wake_;
    std::mutex mutex_;  // guards order_ and finding_
    std::condition_variable_any ordered_;
    std::optional<Order> order_;
    std::optional<Finding> finding_;
    std::jthread thread_;  // last: it uses the rest
};

}  // namespace ecsview::states
