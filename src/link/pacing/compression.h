// SPDX-License-Identifier: GPL-2.0-or-later
// How hard the server is to compress. On a thin line each byte counts; on a wide one the server's
// time does, for it packs a screen of letters in a third of it when it tries less. How wide the
// line is, is seen from how fast the bytes of a burst follow each other: a server packs first and
// sends then. A line that was never seen to be wide is spared. Pure: times are passed in; Pacing
// owns it.
#pragma once

#include <chrono>
#include <cstddef>

namespace ecsview::link {

class Compression {
public:
    using Duration = std::chrono::steady_clock::duration;
    using TimePoint = std::chrono::steady_clock::time_point;

    void received(std::size_t bytes, TimePoint now);
    // We did not read for a while: what comes now was on the way before.
    void held() { spoiled_ = true; }

    // For the list of encodings: rfb::Offer has what they mean.
    int level() const;
    bool wide() const { return wide_; }

private:
    void judge();

    std::size_t bytes_ = 0;  // of the burst
    TimePoint began_{}, last_{};
    bool spoiled_ = false;
    bool wide_ = false;
    int in_a_row_ = 0, wanted_ = 3;  // bursts that a wide line has brought; before it is one
};

}  // namespace ecsview::link
