// SPDX-License-Identifier: GPL-2.0-or-later
// What comes of it when a window's screen shows another state: a line of the log, and the commands
// of --on-state. Made in main; called by the ui thread, nothing blocks.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "options/options.h"
#include "states/hook.h"

namespace ecsview {

class ScreenReport {
public:
    // Whether anybody is to know of it: else the screen is not looked at at all.
    static bool wanted(const options::Options& options);

    explicit ScreenReport(const options::Options& options);
    // `text`: the screen's, which a server has made; it goes to the commands' standard input only.
    void shows(screen::ScreenState state, screen::ScreenState before, const std::string& text);

private:
    std::vector<std::unique_ptr<states::Hook>> hooks_;
};

}  // namespace ecsview
