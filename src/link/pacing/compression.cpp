// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/pacing/compression.h"

#include <algorithm>

#include "rfb/offer.h"

namespace ecsview::link {
namespace {

using namespace std::chrono_literals;

// So long after the last byte the next one is of another burst. Segments on 2 Mbit/s are closer.
constexpr auto gap = 6ms;
// A smaller burst may have waited in a router or in the kernel, and then comes at once on any line.
constexpr std::size_t judged_bytes = 24'000;
// Bytes a second. Level 2 costs a page of letters 17 kB more and saves the server 10 to 50 ms: on
// 16 Mbit/s those bytes take 8 ms. Between the two it stays as it is.
constexpr double wide_rate = 2e6, thin_rate = 1e6;
// Twice as many bursts are wanted each time that a line was taken for wide and was not, so that one
// between the two does not swing; and no more than a minute of video.
constexpr int most_wanted = 96;

double seconds(Compression::Duration time) {
    return std::chrono::duration<double>(time).count();
}

}  // namespace

int Compression::level() const {
    return wide_ ? rfb::quick_level : rfb::compress_level;
}

void Compression::received(std::size_t bytes, TimePoint now) {
    if (now - last_ > gap) {
        judge();
        began_ = now;
        bytes_ = 0;
        spoiled_ = false;
    }
    bytes_ += bytes;
    last_ = now;
}

void Compression::judge() {
    if (spoiled_ || bytes_ < judged_bytes) return;
    const auto bytes = static_cast<double>(bytes_);
    const double took = seconds(last_ - began_);
    if (bytes >= wide_rate * took) {
        wide_ = wide_ || ++in_a_row_ >= wanted_;
    } else if (bytes < thin_rate * took) {
        if (wide_) wanted_ = std::min(2 * wanted_, most_wanted);
        wide_ = false;
        in_a_row_ = 0;
    }
}

}  // namespace ecsview::link
