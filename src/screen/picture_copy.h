// SPDX-License-Identifier: GPL-2.0-or-later
// The picture as the mailbox delivers it, copied, for whoever has no window. It knows when the
// picture is whole, the first one and each of another size or decoder. Pure but for the
// acknowledgement; one thread, its owner's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "screen/coverage.h"
#include "screen/mailbox.h"

namespace ecsview::screen {

// Copies what changed from one picture to another; both have rows of `width` pixels.
void copy_damage(const Damage& damage, const std::uint32_t* from, std::uint32_t* to, int width);

// The pixels of a part of the picture, which lies within it.
std::vector<std::uint32_t> cut_out(std::span<const std::uint32_t> pixels, int width,
                                   const DesktopRect& part);

class PictureCopy {
public:
    // Copies what changed, and lets the decoder go on.
    void take(const PictureUpdate& update);
    // Copies what changed; somebody else lets the decoder go on.
    void copy(const PictureUpdate& update);
    // Each pixel was drawn since it has this size, and an update has ended since.
    bool whole() const { return whole_; }

    DesktopSize size() const { return size_; }
    const std::vector<std::uint32_t>& pixels() const { return pixels_; }

private:
    DesktopSize size_;
    std::vector<std::uint32_t> pixels_;
    Coverage coverage_;
    bool whole_ = false;
};

}  // namespace ecsview::screen
