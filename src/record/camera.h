// SPDX-License-Identifier: GPL-2.0-or-later
// What becomes of the picture in a recording: which of its changes are written when, and how. It
// waits a moment for more changes: it writes at most 30 times a second, and takes no more of the
// time than its share.
// Now and then it writes the whole picture, a key, so that a recording can be read from there.
// Pure, with the clock passed in; one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "record/fbs.h"
#include "record/tight.h"
#include "screen/damage.h"
#include "screen/geometry.h"

namespace ecsview::record {

class Camera {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // Rests so many times as long as it has worked.
    static constexpr int rests_for_a_file = 9, rests_for_memory = 99;

    // The recording's time begins here.
    Camera(TimePoint begin, int rests) : begin_(begin), rests_(rests) {}

    // The picture has changed there. `anew`: it has another size, or is another decoder's.
    void saw(screen::DesktopSize size, bool anew, const screen::Damage& damage, TimePoint now);
    // When to write what was seen; nothing: there is nothing to write.
    std::optional<TimePoint> due() const;
    // Writes it. `pixels`: the whole picture, 0x00RRGGBB, of the size that was seen last. Somebody
    // else may write them meanwhile: then they are written again when that is seen.
    Block shoot(const std::uint32_t* pixels, TimePoint now);
    // It took until then.
    void shot(TimePoint begin, TimePoint end);

    screen::DesktopSize size() const { return size_; }

private:
    bool is_key(TimePoint now) const;
    void write_update(std::string& out, const screen::Damage& damage, const std::uint32_t* pixels);
    int write_tiles(std::string& out, const screen::DesktopRect& rect, const std::uint32_t* pixels);

    const TimePoint begin_;
    const int rests_;
    TightWriter tight_;
    std::vector<std::uint32_t> tile_;
    screen::DesktopSize size_;
    screen::Damage pending_;
    std::optional<TimePoint> since_;  // of the oldest that is pending
    TimePoint rest_until_{};
    bool wants_key_ = true;
    TimePoint key_at_{};
    std::size_t key_bytes_ = 0, bytes_since_ = 0;
};

}  // namespace ecsview::record
