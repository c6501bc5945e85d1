// SPDX-License-Identifier: GPL-2.0-or-later
// A script that goes on at the console while the window shows it, step by step as somebody says:
// what the window asks of it. ui thread; no call may block. Implemented by script_steps.h, and by
// the tests.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "screen/mailbox.h"

namespace ecsview::ui {

class Stepping {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    virtual ~Stepping() = default;

    // What has come, before it is acknowledged.
    virtual void receive(const screen::Mailbox::Delivery& delivery) = 0;
    // Does what is due. False: it is over, and so is the window.
    virtual bool act(TimePoint now) = 0;
    // When something will be; nothing: when something comes, or somebody says so.
    virtual std::optional<TimePoint> due(TimePoint now) const = 0;
    // What is done, or comes next, for the person.
    virtual std::string words() const = 0;

    // The next step; at the end, and where it has failed: that it was seen.
    virtual void next() = 0;
    // All others, without a word for each.
    virtual void go_on() = 0;
    virtual void stop() = 0;
};

}  // namespace ecsview::ui
