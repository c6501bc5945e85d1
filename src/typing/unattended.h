// SPDX-License-Identifier: GPL-2.0-or-later
// `ecsview type`: a consumer of the mailbox without a window. It waits for the first whole picture,
// types a text, watches it arrive and leaves. Main thread; wake() is called by the connection
// thread, and by whoever cancels.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

#include "base/alarm.h"
#include "typing/errand.h"

namespace ecsview::typing {

class Unattended {
public:
    using Clock = std::chrono::steady_clock;
    using Send = Errand::Send;
    using Say = Errand::Say;

    explicit Unattended(Order order) : errand_(std::move(order)) {}

    void wake() noexcept { alarm_.wake(); }
    // Types all of it. Nothing: it has arrived. A failure says why not, and how much was typed;
    // `deadline` is for the first picture, the typing takes as long as the guest does.
    std::optional<Failure> run(screen::Mailbox& mailbox, const Send& send, const Say& say,
                               Clock::time_point deadline, const std::stop_token& cancel);

private:
    std::optional<Failure> step(screen::Mailbox& mailbox, const Send& send, const Say& say);

    Errand errand_;
    Alarm alarm_;
    screen::PictureCopy picture_;
};

}  // namespace ecsview::typing
