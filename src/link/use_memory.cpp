// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/use_memory.h"

#include <charconv>

namespace ecsview::link {
namespace {

// A number of 19 digits and a line break, and one more to see that it is longer.
constexpr std::size_t max_bytes = 21;

std::string file_of(std::string_view console) {
    return RuntimeFolder::name_of("used " + std::string(console));
}

}  // namespace

std::optional<std::int64_t> UseMemory::last(std::string_view console) const {
    const auto text = folder_.recall(file_of(console), max_bytes);
    return text ? read(*text) : std::nullopt;
}

void UseMemory::used(std::string_view console, std::int64_t now) const {
    folder_.keep(file_of(console), std::to_string(now) + "\n");
}

std::optional<std::int64_t> UseMemory::read(std::string_view text) {
    if (!text.ends_with('\n')) return std::nullopt;
    text.remove_suffix(1);
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size() || seconds <= 0)
        return std::nullopt;
    return seconds;
}

}  // namespace ecsview::link
