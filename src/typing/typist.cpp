// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/typist.h"

#include "base/language.h"

namespace ecsview::typing {

Load Typist::load() const {
    return at_end() ? Load{} : plan_.load_of(plan_.steps[next_]);
}

// After the last step nothing follows closely, either.
Step::Shows Typist::shows() const {
    return at_end() ? Step::Shows::line_end : plan_.steps[next_].shows;
}

std::vector<rfb::ClientMessage> Typist::turn(TimePoint now) {
    std::vector<rfb::ClientMessage> messages;
    if (phase_ != Phase::typing) return messages;
    while (!at_end() && pacer_.ready(load(), shows(), now)) {
        auto step = plan_.messages_of(plan_.steps[next_]);
        messages.insert(messages.end(), std::make_move_iterator(step.begin()),
                        std::make_move_iterator(step.end()));
        pacer_.sent(load(), shows(), now);
        typed_ += plan_.steps[next_++].whole;
    }
    if (at_end() && pacer_.settled(now))
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

std::string typed_words(const Typist& typist) {
    return tr_count(typist.total(), "{2} of {1} character was typed.",
                    "{2} of {1} characters were typed.", typist.typed());
}

}  // namespace ecsview::typing
