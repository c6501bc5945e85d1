// SPDX-License-Identifier: GPL-2.0-or-later
// The last minutes of a recording, in memory: a key and what came after it, then the next key. The
// oldest key goes, with all up to the next, when nobody needs it any more or there is no room.
// Pure, with the clock passed in as the time of the recording; one thread.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "record/fbs.h"
#include "screen/geometry.h"

namespace ecsview::record {

constexpr Milliseconds kept_time = std::chrono::minutes(5);
constexpr std::size_t kept_bytes = 16u << 20;

class Tape {
public:
    explicit Tape(Milliseconds time = kept_time, std::size_t most = kept_bytes)
        : time_(time), most_(most) {}

    // `size`: of the picture, if the block is a key. What comes before the first key is dropped.
    void add(Block block, screen::DesktopSize size);
    bool empty() const { return parts_.empty(); }
    std::size_t bytes() const { return bytes_; }
    // A file of it, which begins at most `time` before `now` and ends then. What is older and had
    // to be kept, for the picture at that time to be known, stands at its beginning.
    std::string file(std::string_view name, Milliseconds now) const;

private:
    struct Part {
        screen::DesktopSize size;
        std::vector<Block> blocks;  // the first is a key
        std::size_t bytes = 0;
    };
    void drop_old(Milliseconds now);

    const Milliseconds time_;
    const std::size_t most_;
    std::deque<Part> parts_;
    std::size_t bytes_ = 0;
};

}  // namespace ecsview::record
