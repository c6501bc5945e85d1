// SPDX-License-Identifier: GPL-2.0-or-later
#include "states/colours.h"

#include <algorithm>
#include <cstdlib>

namespace ecsview::states {
namespace {

constexpr std::uint32_t rgb = 0xffffff;  // the fourth byte means nothing

// Windows 10 and 11 and their servers; Windows 8 and 2012; the text mode of those before, as three
// adapters show it.
constexpr std::uint32_t stop_blues[] = {0x0078d7, 0x0078d4, 0x1073aa, 0x1173aa, 0x0a6ebd,
                                        0x000080, 0x0000a8, 0x0000aa, 0x000082};

// The colour that more than half of the pixels have, if one is so common (Boyer and Moore).
std::uint32_t majority(const text::Picture& picture) {
    std::uint32_t candidate = 0;
    std::size_t votes = 0;
    for (const auto pixel : picture.pixels) {
        const std::uint32_t colour = pixel & rgb;
        if (votes == 0) candidate = colour;
        votes = colour == candidate ? votes + 1 : votes - 1;
    }
    return candidate;
}

// How far a channel has come from the paper's to white's, in 255ths; nothing is told of a paper
// that is white there.
struct Way {
    bool known = false;
    int part = 0;
};
Way way_of(std::uint32_t colour, std::uint32_t paper, int shift) {
    const int from = paper >> shift & 0xff, at = colour >> shift & 0xff;
    if (from > 0xf0) return {};
    return {true, (at - from) * 255 / (255 - from)};
}

// Whether it lies on the straight way from the paper to white.
bool is_whitened(std::uint32_t colour, std::uint32_t paper) {
    constexpr int tolerance = 24;
    int least = 255, most = 0;
    for (const int shift : {0, 8, 16}) {
        const auto way = way_of(colour, paper, shift);
        if (!way.known) continue;
        if (way.part < -tolerance) return false;
        least = std::min(least, way.part);
        most = std::max(most, way.part);
    }
    return most - least <= tolerance;
}

int thousandths(std::size_t part, std::size_t whole) {
    return whole == 0 ? 0 : static_cast<int>(part * 1000 / whole);
}

}  // namespace

Colours colours_of(const text::Picture& picture) {
    Colours seen;
    if (picture.pixels.empty()) return seen;
    seen.common = majority(picture);
    const auto width = static_cast<std::size_t>(picture.size.width);
    const auto middle = width * static_cast<std::size_t>(picture.size.height / 2);
    std::size_t others = 0, whitened = 0, upper_left = 0;
    std::uint32_t last = seen.common;  // of the others; neighbours are often alike
    bool last_whitened = false;
    for (std::size_t at = 0; at < picture.pixels.size(); ++at) {
        const std::uint32_t colour = picture.pixels[at] & rgb;
        if (colour == seen.common) continue;
        ++others;
        if (colour != last) last_whitened = is_whitened(colour, seen.common);
        last = colour;
        whitened += last_whitened ? 1 : 0;
        upper_left += at < middle && at % width < width / 2 ? 1 : 0;
    }
    const auto all = picture.pixels.size();
    // Rounded down, so 1000 means all of them.
    seen.share = others == 0 ? 1000 : std::min(999, thousandths(all - others, all));
    seen.whitened = thousandths(whitened, others);
    seen.upper_left = thousandths(upper_left, others);
    return seen;
}

bool like_a_stop_screen(const Colours& colours) {
    constexpr int mostly = 700, with_letters = 998, only_white = 990, begins_there = 250;
    return std::ranges::find(stop_blues, colours.common) != std::end(stop_blues) &&
           colours.share >= mostly && colours.share <= with_letters &&
           colours.whitened >= only_white && colours.upper_left >= begins_there;
}

}  // namespace ecsview::states
