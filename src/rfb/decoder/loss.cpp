// SPDX-License-Identifier: GPL-2.0-or-later
#include "rfb/decoder/loss.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace ecsview::rfb {
namespace {

using screen::DesktopRect;

constexpr int word_bits = 64;
constexpr std::uint64_t all = ~std::uint64_t{0};

int words_of(int width) {
    return (width + word_bits - 1) / word_bits;
}

}  // namespace

void Loss::reset(screen::DesktopSize size) {
    size_ = size;
    bits_ = {};
    bounds_ = {};
    stale_ = false;
}

// Calls `word` with the place of each word that the rectangle has a part of, its first pixel, and
// which of its bits that part is. The rectangle lies in the picture.
template <class Word>
void Loss::for_words(const DesktopRect& rect, const Word& word) const {
    const int first = rect.x / word_bits, last = (rect.right() - 1) / word_bits;
    const std::uint64_t from = all << rect.x % word_bits;
    const std::uint64_t to = all >> (word_bits - 1 - (rect.right() - 1) % word_bits);
    for (int y = rect.y; y < rect.bottom(); ++y) {
        const std::size_t row = std::size_t(y) * std::size_t(words_of(size_.width));
        for (int i = first; i <= last; ++i) {
            const std::uint64_t bits = (i == first ? from : all) & (i == last ? to : all);
            word(row + std::size_t(i), screen::DesktopPoint{i * word_bits, y}, bits);
        }
    }
}

void Loss::draw(const DesktopRect& rect, bool lossy) {
    const DesktopRect whole{0, 0, size_.width, size_.height};
    const DesktopRect part = intersection(rect, lossy ? whole : bounds_);
    if (part.empty()) return;
    if (bits_.empty()) bits_.resize(std::size_t(words_of(size_.width)) * std::size_t(size_.height));
    for_words(part, [&](std::size_t at, screen::DesktopPoint, std::uint64_t bits) {
        bits_[at] = lossy ? bits_[at] | bits : bits_[at] & ~bits;
    });
    if (lossy) bounds_ = bounding_box(bounds_, part);
    stale_ = stale_ || !lossy;
}

bool Loss::touches(const DesktopRect& rect) const {
    return !found_in(intersection(rect, bounds_)).empty();
}

DesktopRect Loss::bounds() {
    if (std::exchange(stale_, false)) bounds_ = found_in(bounds_);
    return bounds_;
}

DesktopRect Loss::found_in(const DesktopRect& rect) const {
    DesktopRect found;
    if (rect.empty()) return found;
    for_words(rect, [&](std::size_t at, screen::DesktopPoint from, std::uint64_t bits) {
        const std::uint64_t lossy = bits_[at] & bits;
        if (lossy == 0) return;
        const int left = std::countr_zero(lossy), right = word_bits - std::countl_zero(lossy);
        found = bounding_box(found, {from.x + left, from.y, right - left, 1});
    });
    return found;
}

}  // namespace ecsview::rfb
