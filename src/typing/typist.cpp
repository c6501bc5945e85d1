// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/typist.h"

namespace ecsview::typing {

Load Typist::load() const {
    return next_ < total() ? plan_.load_of(plan_.steps[next_]) : Load{};
}

// After the last step nothing follows closely, either.
Step::Shows Typist::shows() const {
    return next_ < total() ? plan_.steps[next_].shows : Step::Shows::line_end;
}

std::vector<rfb::ClientMessage> Typist::turn(TimePoint now) {
    std::vector<rfb::ClientMessage> messages;
    if (phase_ != Phase::typing) return messages;
    while (next_ < total() && pacer_.ready(load(), shows(), now)) {
        auto step = plan_.messages_of(plan_.steps[next_]);
        messages.insert(messages.end(), std::make_move_iterator(step.begin()),
                        std::make_move_iterator(step.end()));
        pacer_.sent(load(), shows(), now);
        ++next_;
    }
    if (next_ == total() && pacer_.settled(now))
        phase_ = Phase::done;
    else if (pacer_.given_up(now))
        phase_ = Phase::unseen;
    return messages;
}

std::optional<Typist::TimePoint> Typist::due() const {
    if (phase_ != Phase::typing) return std::nullopt;
    return pacer_.due(load(), shows());
}

void Typist::go_blind(TimePoint now) {
    pacer_.go_blind(now);
    if (phase_ == Phase::unseen) phase_ = Phase::typing;
}

}  // namespace ecsview::typing
