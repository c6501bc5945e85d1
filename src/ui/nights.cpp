// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/nights.h"

#include <time.h>

#include <algorithm>
#include <utility>

namespace ecsview::ui {
namespace {

constexpr int hour = 60, day = 24 * hour;

std::optional<int> two_digits(std::string_view text) noexcept {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.size() != 2 || !digit(text[0]) || !digit(text[1])) return std::nullopt;
    return (text[0] - '0') * 10 + text[1] - '0';
}

// "06:00", up to "24:00".
std::optional<int> minute_named(std::string_view text) noexcept {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hours = two_digits(text.substr(0, 2)), minutes = two_digits(text.substr(3));
    if (!hours || !minutes || *minutes >= hour || *hours * hour + *minutes > day)
        return std::nullopt;
    return *hours * hour + *minutes;
}

}  // namespace

std::optional<Nights::Span> Nights::parse(std::string_view text) noexcept {
    const auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto begin = minute_named(text.substr(0, dash)),
               end = minute_named(text.substr(dash + 1));
    if (!begin || !end || *begin == day || *begin == *end) return std::nullopt;
    return Span{*begin, *end};
}

bool Nights::dark(int minute) const {
    return std::ranges::any_of(spans_, [&](const Span& span) {
        const bool begun = minute >= span.begin, over = minute >= span.end;
        return span.begin < span.end ? begun && !over : begun || !over;
    });
}

// Minute by minute: where summer time begins or ends, the clock jumps, and nobody can count.
std::optional<Nights::Moment> Nights::next_change(Moment now, const DayMinute& minute_of) const {
    using std::chrono::minutes;
    if (empty()) return std::nullopt;
    const bool is_dark = dark(minute_of(now));
    const auto begin = std::chrono::floor<minutes>(now);
    for (minutes later{1}; later <= minutes(2 * day); ++later)
        if (dark(minute_of(begin + later)) != is_dark) return begin + later;
    return std::nullopt;
}

int local_minute(Nights::Moment moment) {
    const time_t seconds = std::chrono::system_clock::to_time_t(moment);
    tm here{};
    localtime_r(&seconds, &here);
    return here.tm_hour * hour + here.tm_min;
}

}  // namespace ecsview::ui
