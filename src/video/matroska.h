// SPDX-License-Identifier: GPL-2.0-or-later
// The container of a video: Matroska (RFC 9559) with one track of ZMBV, whose frames come when they
// come, to the millisecond. What is given back is to be written one behind the other; at the end
// the head is known and written once more, over the first one. Pure; one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screen/geometry.h"

namespace ecsview::video {

using Milliseconds = std::chrono::milliseconds;

class Matroska {
public:
    // `title`: UTF-8, printable.
    Matroska(screen::DesktopSize size, std::string_view title);

    // What the file begins with.
    std::string begin() const { return head({}); }
    // Takes a frame of that time, which is later than that of the last. What can be written now.
    std::string frame(Milliseconds at, bool key, std::string_view bytes);

    struct End {
        std::string tail, head;  // the head is as long as begin()
    };
    // The video is so long.
    End end(Milliseconds length);

private:
    struct Known {
        std::uint64_t bytes = 0, cues_at = 0;  // of the segment, and in it
        Milliseconds length{0};
    };
    struct Cue {
        Milliseconds at;
        std::uint64_t cluster;  // where it begins in the segment
    };

    std::string head(const Known& known) const;
    std::string cues() const;
    std::string close_cluster();

    const screen::DesktopSize size_;
    const std::string title_;
    std::uint64_t written_ = 0;  // of the segment, before the cluster that is open
    Milliseconds cluster_at_{0};
    std::string cluster_;  // its blocks; empty: none is open
    std::vector<Cue> cues_;
};

}  // namespace ecsview::video
