// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen_report.h"

#include <stdlib.h>

#include "base/event.h"
#include "console_name.h"

namespace ecsview {
namespace {

// Whether somebody has to look after the machine.
bool is_bad(screen::ScreenState state) {
    using enum screen::ScreenState;
    return state == panic || state == rescue || state == blue_screen || state == frozen;
}

}  // namespace

bool ScreenReport::wanted(const options::Options& options) {
    return !options.hooks.empty() || options.metrics_file ||
           options.log_format == log::Format::json;
}

ScreenReport::ScreenReport(const options::Options& options) {
    std::chrono::milliseconds patience = states::Hook::limit;
#ifdef ECSVIEW_TESTING
    if (const char* ms = getenv("ECSVIEW_TEST_HOOK_MS"))
        patience = std::chrono::milliseconds(atoi(ms));
#endif
    for (const auto& rule : options.hooks)
        hooks_.push_back(std::make_unique<states::Hook>(rule, title_of(options.target), patience));
}

void ScreenReport::shows(screen::ScreenState state, screen::ScreenState before,
                         const std::string& text) {
    log::event(is_bad(state) ? log::Level::warning : log::Level::info, "states",
               "the screen shows another state",
               {{"state", std::string(name_of(state))}, {"before", std::string(name_of(before))}});
    for (const auto& hook : hooks_)
        if (hook->state() == state) hook->begin(text);
}

}  // namespace ecsview
