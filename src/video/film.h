// SPDX-License-Identifier: GPL-2.0-or-later
// A recording's pictures as a video: which frames there are, and when. The desktop may change its
// size and a video does not, so a smaller picture stands in the middle of black. Where nothing
// changes a frame a second says so: players find their place, and show how late it is, by frames.
// What is given back is written as video/matroska.h says. Pure; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "screen/damage.h"
#include "screen/geometry.h"
#include "video/matroska.h"
#include "video/zmbv.h"

namespace ecsview::video {

class Film {
public:
    // `largest`: what a picture has of pixels beyond that is cut off. Throws std::bad_alloc.
    Film(screen::DesktopSize largest, std::string_view title);

    std::string begin() const { return file_.begin(); }
    // Until then nothing changes.
    std::string rest(Milliseconds until);
    // The picture has changed there. `pixels`: all of it, of that size. `anew`: what there was
    // means nothing any more.
    void take(const std::uint32_t* pixels, screen::DesktopSize size, bool anew,
              const screen::Damage& damage);
    // From then on it is so; each call is for a later time.
    std::string shoot(Milliseconds at);
    // Until then, and there it ends.
    Matroska::End end(Milliseconds at);

private:
    void place(screen::DesktopSize size);
    void copy(const std::uint32_t* pixels, const screen::DesktopRect& rect);
    bool is_key() const;
    std::string put(Milliseconds at);

    const screen::DesktopSize canvas_;
    Zmbv frames_;
    Matroska file_;
    std::vector<std::uint32_t> pixels_;
    screen::DesktopSize shown_;
    screen::DesktopPoint at_;      // of the picture's first pixel in the video
    screen::DesktopRect changed_;  // since the last frame
    bool wants_key_ = true;
    std::size_t key_bytes_ = 0, bytes_since_ = 0;
    int since_key_ = 0;                 // frames
    std::optional<Milliseconds> last_;  // frame
};

}  // namespace ecsview::video
