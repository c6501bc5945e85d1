// SPDX-License-Identifier: GPL-2.0-or-later
#include "typing/errand.h"

#include "base/language.h"

namespace ecsview::typing {
namespace {

Plan plan_of(const Order& order, bool by_keysym) {
    return plan(order.text.reveal(), order.layout, order.missing, by_keysym);
}

Failure cannot_type(const Plan& plan, const Layout& layout) {
    return {ExitCode::usage,
            tr("Nothing was typed: the keyboard layout {1} (--guest-layout) has no {2}; "
               "--untypable leave-out types the rest, and with linux or windows such characters "
               "are typed by their numbers.",
               layout.name(), names_of(plan.missing))};
}

}  // namespace

std::optional<Failure> unfit(const Order& order, bool by_keysym) {
    if (order.missing != Missing::stop) return std::nullopt;
    const auto typed = plan_of(order, by_keysym);
    if (typed.missing.empty()) return std::nullopt;
    return cannot_type(typed, order.layout);
}

// What cannot be typed is told before anything is sent.
std::optional<Failure> Errand::begin(const screen::ConsoleState& state,
                                     const screen::PictureCopy& picture, const Send& send,
                                     const Say& say) {
    auto typed = plan_of(order_, !state.extended_keys);
    if (!typed.missing.empty() && order_.missing == Missing::stop)
        return cannot_type(typed, order_.layout);
    if (!typed.missing.empty())
        say(tr_count(typed.left_out,
                     "{1} character is left out: the keyboard layout {2} has no {3}.",
                     "{1} characters are left out: the keyboard layout {2} has no {3}.",
                     order_.layout.name(), names_of(typed.missing)));
    if (state.extended_keys)
        for (auto& message : without_caps_lock(state.leds)) send(std::move(message));
    session_ = state.clipboard.session;
    typist_.emplace(std::move(typed), order_.way);
    typist_->prime(picture.pixels().data(), picture.size());
    return std::nullopt;
}

void Errand::look(const screen::Damage& damage, const screen::PictureCopy& picture, TimePoint now) {
    if (typist_) typist_->look(damage, picture.pixels().data(), picture.size(), now);
}

Failure Errand::ended(const Failure& why) const {
    const auto so_far =
        typist_ && typist_->begun() ? typed_words(*typist_) : tr("Nothing was typed.");
    return {why.code, tr("{1} {2}", why.sentence, so_far), why.advice};
}

std::optional<Failure> Errand::turn(const screen::ConsoleState& state, const Send& send,
                                    TimePoint now) {
    // What was under way is lost with a session, and what the next one shows is no echo.
    if (state.phase != screen::Phase::live || state.clipboard.session != session_)
        return ended({ExitCode::network,
                      tr("The connection was lost; look what has arrived, and type the rest.")});
    for (auto& message : typist_->turn(now)) send(std::move(message));
    if (typist_->phase() != Typist::Phase::unseen) return std::nullopt;
    return ended({ExitCode::out_of_time, tr(order_.unseen)});
}

}  // namespace ecsview::typing
