// SPDX-License-Identifier: GPL-2.0-or-later
// Which pixels of the picture JPEG has drawn, so that they are not as the server has them. Decoder
// process only, its one thread. A bit a pixel, and no memory before the first JPEG comes.
#pragma once

#include <cstdint>
#include <vector>

#include "screen/geometry.h"

namespace ecsview::rfb {

class Loss {
public:
    // Another picture, of which nothing is drawn.
    void reset(screen::DesktopSize size);
    // A rectangle was drawn, with loss or without.
    void draw(const screen::DesktopRect& rect, bool lossy);
    // Whether any of these pixels has it.
    bool touches(const screen::DesktopRect& rect) const;
    // The smallest that all of them lie in; empty: there are none.
    screen::DesktopRect bounds();

private:
    template <class Word>
    void for_words(const screen::DesktopRect& rect, const Word& word) const;
    screen::DesktopRect found_in(const screen::DesktopRect& rect) const;

    screen::DesktopSize size_;
    std::vector<std::uint64_t> bits_;  // row by row, each a whole number of words
    screen::DesktopRect bounds_;       // or more, while it is stale
    bool stale_ = false;
};

}  // namespace ecsview::rfb
