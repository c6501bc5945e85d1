// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/acquaintance.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace ecsview::link {
namespace {

constexpr int most_amiss = 2;
// "rfb-3.8-none", "awake" and how often it was taken amiss.
constexpr std::string_view plain_word = "rfb-3.8-none", other_word = "unknown";
constexpr std::string_view awake_word = "awake", idle_word = "idle";

}  // namespace

Foresay Acquaintance::foresay(bool of_platform) const {
    if (amiss_ >= most_amiss) return Foresay::nothing;
    if (plain_) return Foresay::at_once;
    return of_platform && amiss_ == 0 ? Foresay::after_choice : Foresay::nothing;
}

bool Acquaintance::greeted(bool plain, bool keep_awake, bool foresaid) {
    const auto known = std::tuple(plain_, keep_awake_, amiss_);
    plain_ = plain;
    keep_awake_ = keep_awake;
    if (plain && foresaid) amiss_ = 0;
    return known != std::tuple(plain_, keep_awake_, amiss_);
}

void Acquaintance::taken_amiss() {
    plain_ = false;
    amiss_ = std::min(amiss_ + 1, most_amiss);
}

std::string Acquaintance::text() const {
    return std::string(plain_ ? plain_word : other_word) + " " +
           std::string(keep_awake_ ? awake_word : idle_word) + " " + std::to_string(amiss_) + "\n";
}

// It is ours if it is what we would write.
void Acquaintance::read(std::string_view text) {
    const auto is_one = [&](bool plain, bool keep_awake, int amiss) {
        Acquaintance one;
        std::tie(one.plain_, one.keep_awake_, one.amiss_) = std::tuple(plain, keep_awake, amiss);
        if (one.text() != text) return false;
        *this = one;
        return true;
    };
    for (const bool plain : {false, true})
        for (const bool keep_awake : {false, true})
            for (int amiss = 0; amiss <= most_amiss; ++amiss)
                if (is_one(plain, keep_awake, amiss)) return;
}

}  // namespace ecsview::link
