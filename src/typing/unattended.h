// SPDX-License-Identifier: GPL-2.0-or-later
// `ecsview type`: a consumer of the mailbox without a window. It waits for the first whole picture,
// types a text, watches it arrive and leaves. Main thread; wake() is called by the connection
// thread, and by whoever cancels.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/error.h"
#include "base/secret.h"
#include "base/unique_fd.h"
#include "screen/picture_copy.h"
#include "typing/typist.h"

namespace ecsview::typing {

struct Order {
    Secret text;
    Layout layout;
    Missing missing = Missing::stop;
    Pacer::Way way = Pacer::Way::follow;
};

class Unattended {
public:
    using Clock = std::chrono::steady_clock;
    using Send = std::function<void(rfb::ClientMessage)>;
    using Say = std::function<void(const std::string&)>;  // a sentence for a person

    explicit Unattended(Order order);

    void wake() noexcept;
    // Types all of it. Nothing: it has arrived. A failure says why not, and how much was typed;
    // `deadline` is for the first picture, the typing takes as long as the guest does.
    std::optional<Failure> run(screen::Mailbox& mailbox, const Send& send, const Say& say,
                               Clock::time_point deadline, const std::stop_token& cancel);

private:
    std::optional<Failure> step(screen::Mailbox& mailbox, const Send& send, const Say& say);
    std::optional<Failure> begin(const screen::ConsoleState& state, const Send& send,
                                 const Say& say);
    void sleep(Clock::time_point until);
    std::string so_far() const;
    Failure ended(const Failure& why) const;

    Order order_;
    UniqueFd event_;
    screen::PictureCopy picture_;
    unsigned session_ = 0;  // with the console, in which it is typed
    std::optional<Typist> typist_;
};

}  // namespace ecsview::typing
