// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/budget.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <optional>

namespace ecsview::link {
namespace {

std::optional<std::int64_t> number_of(std::string_view line) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (error != std::errc{} || end != line.data() + line.size()) return std::nullopt;
    return number;
}

}  // namespace

Budget::Milliseconds Budget::wait(Milliseconds now) const {
    const auto recent = std::upper_bound(spent_.begin(), spent_.end(), now - window_);
    const auto count = spent_.end() - recent;
    if (count < attempts_) return Milliseconds::zero();
    // The one that must have left the window before there is room.
    const auto leaving = *(spent_.end() - attempts_);
    return std::clamp(leaving + window_ - now, Milliseconds(1), window_);
}

void Budget::forget_old(Milliseconds now) {
    std::erase_if(spent_, [&](Milliseconds at) { return at <= now - window_; });
}

void Budget::spend(Milliseconds now) {
    forget_old(now);
    spent_.insert(std::upper_bound(spent_.begin(), spent_.end(), now), now);
}

std::string Budget::text(Milliseconds now) const {
    std::string out;
    for (const auto at : spent_)
        if (at > now - window_) out += std::to_string(at.count()) + "\n";
    return out;
}

void Budget::read(std::string_view text, Milliseconds now) {
    std::vector<Milliseconds> told;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto number = number_of(line);
        if (number && *number >= 0 && *number <= now.count()) told.emplace_back(*number);
    }
    std::sort(told.begin(), told.end());
    std::vector<Milliseconds> both;
    std::set_union(spent_.begin(), spent_.end(), told.begin(), told.end(),
                   std::back_inserter(both));
    spent_ = std::move(both);
    forget_old(now);
}

}  // namespace ecsview::link
