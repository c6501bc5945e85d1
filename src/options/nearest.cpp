// SPDX-License-Identifier: GPL-2.0-or-later
#include "options/nearest.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace ecsview::options {
namespace {

// Levenshtein's, row by row.
std::size_t distance(std::string_view one, std::string_view other) {
    std::vector<std::size_t> row(other.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < one.size(); ++i) {
        auto diagonal = row[0]++;
        for (std::size_t j = 0; j < other.size(); ++j) {
            const auto changed = diagonal + (one[i] == other[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
        }
    }
    return row.back();
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> words) {
    constexpr std::size_t longest = 64;  // nobody means an option by more
    if (word.empty() || word.size() > longest) return {};
    std::string_view best;
    auto fewest = std::max<std::size_t>(2, word.size() / 3) + 1;
    for (const auto candidate : words) {
        const auto changes = candidate.starts_with(word) ? 1 : distance(word, candidate);
        if (changes >= fewest) continue;
        fewest = changes;
        best = candidate;
    }
    return best;
}

}  // namespace ecsview::options
