// SPDX-License-Identifier: GPL-2.0-or-later
#include "script/script.h"

namespace ecsview::script {

bool is_input(const Action& action) noexcept {
    return std::holds_alternative<Type>(action) || std::holds_alternative<Press>(action) ||
           std::holds_alternative<Move>(action) || std::holds_alternative<Click>(action);
}

const Sight* sight_of(const Action& action) noexcept {
    if (const auto* wait = std::get_if<WaitSight>(&action)) return &wait->sight;
    if (const auto* expect = std::get_if<Expect>(&action)) return &expect->sight;
    if (const auto* branch = std::get_if<If>(&action)) return &branch->sight;
    return nullptr;
}

std::string words_of(Milliseconds time) {
    const auto number = time.count();
    if (number % 60'000 == 0) return std::to_string(number / 60'000) + "m";
    if (number % 1000 == 0) return std::to_string(number / 1000) + "s";
    return std::to_string(number) + "ms";
}

}  // namespace ecsview::script
