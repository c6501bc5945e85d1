// SPDX-License-Identifier: GPL-2.0-or-later
// One text that is typed at a console where nobody looks on: from what the layout lacks to the last
// character's echo, or the sentence why it ended before. Pure, the clock is passed in; one thread,
// its owner's.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/language.h"
#include "base/secret.h"
#include "screen/picture_copy.h"
#include "typing/typist.h"

namespace ecsview::typing {

struct Order {
    Secret text;
    Layout layout;
    Missing missing = Missing::stop;
    Pacer::Way way = Pacer::Way::follow;
    // What is said where nothing shows.
    std::string_view unseen = tr_later(
        "The screen does not show what is typed; if that is right, as for a password, use "
        "--no-echo.");
};

// Why nothing of it may be typed at such a server: a character that the layout does not have.
// `by_keysym` as for plan().
std::optional<Failure> unfit(const Order& order, bool by_keysym);

class Errand {
public:
    using TimePoint = Typist::TimePoint;
    using Send = std::function<void(rfb::ClientMessage)>;
    using Say = std::function<void(const std::string&)>;  // a sentence for a person

    explicit Errand(Order order) : order_(std::move(order)) {}

    // The console is live and `picture` whole. A failure: unfit().
    std::optional<Failure> begin(const screen::ConsoleState& state,
                                 const screen::PictureCopy& picture, const Send& send,
                                 const Say& say);
    // A change of the picture, which `picture` has already.
    void look(const screen::Damage& damage, const screen::PictureCopy& picture, TimePoint now);
    // What is to be sent now. A failure says why it ends, and how much was typed.
    std::optional<Failure> turn(const screen::ConsoleState& state, const Send& send, TimePoint now);

    bool begun() const { return typist_.has_value(); }
    bool done() const { return typist_ && typist_->phase() == Typist::Phase::done; }
    // When turn() has to be asked again without a change.
    std::optional<TimePoint> due() const { return typist_ ? typist_->due() : std::nullopt; }
    // The failure, with how much was typed.
    Failure ended(const Failure& why) const;

private:
    Order order_;
    unsigned session_ = 0;  // with the console, in which it is typed
    std::optional<Typist> typist_;
};

}  // namespace ecsview::typing
