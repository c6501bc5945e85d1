// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/ladder.h"

#include <array>

namespace ecsview::link {
namespace {

constexpr int cuts_a_step = 2;
constexpr std::array<std::string_view, 3> names{"release", "same-place", "nudge"};
constexpr std::string_view none_helps = "none-helps";

}  // namespace

bool Ladder::ended(std::optional<IdleStep> failed) {
    if (exhausted_) return false;
    if (!failed) return cuts_ = 0, false;
    // Without a place for the pointer an earlier step was used: that says nothing of this one.
    if (*failed != step_ || ++cuts_ < cuts_a_step) return false;
    cuts_ = 0;
    exhausted_ = step_ == IdleStep::last;
    step_ = exhausted_ ? IdleStep::release : static_cast<IdleStep>(static_cast<int>(step_) + 1);
    return true;
}

std::string Ladder::text() const {
    return std::string(exhausted_ ? none_helps : names[static_cast<std::size_t>(step_)]) + "\n";
}

void Ladder::read(std::string_view text) {
    text = text.substr(0, text.find('\n'));
    exhausted_ = exhausted_ || text == none_helps;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == text) step_ = static_cast<IdleStep>(i);
}

std::string_view words_of(IdleStep step) {
    switch (step) {
        case IdleStep::same_place: return "the pointer at its place";
        case IdleStep::nudge: return "the pointer one pixel aside and back";
        case IdleStep::release: break;
    }
    return "the release of a key that is not down";
}

}  // namespace ecsview::link
