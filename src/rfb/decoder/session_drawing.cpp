// SPDX-License-Identifier: GPL-2.0-or-later
// The part of Session that hears what is drawn, and knows which pixels are JPEG's.
#include <utility>

#include "rfb/decoder/session.h"

namespace ecsview::rfb {

// Large rectangles come in strips: each is something to show.
void Session::got_bitmap(const std::uint8_t* buffer, const screen::DesktopRect& rect) {
    channel_.before_drawing();
    copy_bitmap_(client_.get(), buffer, rect.x, rect.y, rect.width, rect.height);
    channel_.drawn(rect);
}

// The JPEG library sets the byte of a pixel that has no colour; nothing else does.
void Session::clear_padding(const screen::DesktopRect& rect) {
    constexpr std::uint32_t colours = 0xffffff;
    for (int y = rect.y; y < rect.bottom(); ++y) {
        std::uint32_t* row = channel_.pixels() + std::ptrdiff_t{y} * size_.width;
        for (int x = rect.x; x < rect.right(); ++x) row[x] &= colours;
    }
}

// What copies a part that JPEG drew is no better than that.
void Session::rectangle_ended(const screen::DesktopRect& rect) {
    const bool jpeg = std::exchange(client_->drewJpeg, FALSE);
    const bool copied = std::exchange(copies_loss_, false);
    jpeg_came_ = jpeg_came_ || jpeg;
    if (jpeg) clear_padding(rect);
    loss_.draw(rect, jpeg || copied);
    channel_.drawn(rect);
}

void Session::tell_loss() {
    const auto area = loss_.bounds();
    const bool came = std::exchange(jpeg_came_, false);
    if (came || area != told_loss_) channel_.tell(screen::Lossy{area, came});
    told_loss_ = area;
}

void Session::copy_rect(const screen::DesktopRect& from, screen::DesktopPoint to) {
    copies_loss_ = loss_.touches(from);
    copy_pixels_(client_.get(), from.x, from.y, from.width, from.height, to.x, to.y);
}

}  // namespace ecsview::rfb
