// SPDX-License-Identifier: GPL-2.0-or-later
// A command of --on-state: run by /bin/sh when the screen comes to its state, with the screen's
// text on its standard input. What a server has painted is never in its words or its environment.
// A thread of its own waits for it, one command at a time.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

#include "screen/screen_state.h"

namespace ecsview::states {

struct HookRule {
    screen::ScreenState state;
    std::string command;  // the user's own; not empty
};

// "STATE:COMMAND"; nothing: it is none. `unknown` is no state to wait for.
std::optional<HookRule> parse_hook(std::string_view text);

class Hook {
public:
    static constexpr std::chrono::seconds limit{60};

    // `console`: what it is called, ECSVIEW_CONSOLE. After `patience` the command is killed with
    // all that it has started, and so it is when this is destroyed.
    Hook(HookRule rule, std::string console, std::chrono::milliseconds patience = limit);

    screen::ScreenState state() const { return rule_.state; }
    // Any thread; does not block. While the command runs it is not begun again, which is logged.
    void begin(std::string text);
    // For tests: waits until nothing runs.
    void await_rest();

private:
    void run(const std::stop_token& stop);
    void run_once(const std::string& text, const std::stop_token& stop) const;

    const HookRule rule_;
    const std::string console_;
    const std::chrono::milliseconds patience_;
    std::mutex mutex_;  // guards text_ and busy_
    std::condition_variable_any changed_;
    std::optional<std::string> text_;  // of the screen, for a command that is to be begun
    bool busy_ = false;
    std::jthread thread_;  // last: it uses the rest
};

}  // namespace ecsview::states
