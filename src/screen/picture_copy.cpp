// SPDX-License-Identifier: GPL-2.0-or-later
#include "screen/picture_copy.h"

#include <algorithm>

namespace ecsview::screen {

void copy_damage(const Damage& damage, const std::uint32_t* from, std::uint32_t* to, int width) {
    for (const auto& rect : damage.rects())
        for (int y = rect.y; y < rect.bottom(); ++y) {
            const auto at = static_cast<std::ptrdiff_t>(y) * width + rect.x;
            std::copy_n(from + at, rect.width, to + at);
        }
}

std::vector<std::uint32_t> cut_out(std::span<const std::uint32_t> pixels, int width,
                                   const DesktopRect& part) {
    std::vector<std::uint32_t> out;
    out.reserve(static_cast<std::size_t>(part.width) * static_cast<std::size_t>(part.height));
    for (int y = part.y; y < part.bottom(); ++y) {
        const auto at = pixels.begin() + static_cast<std::ptrdiff_t>(y) * width + part.x;
        out.insert(out.end(), at, at + part.width);
    }
    return out;
}

void PictureCopy::take(const PictureUpdate& update) {
    copy(update);
    Mailbox::acknowledge(update);
}

void PictureCopy::copy(const PictureUpdate& update) {
    if (update.resized || size_ != update.size) {
        size_ = update.size;
        pixels_.assign(static_cast<std::size_t>(size_.area()), 0);
        coverage_.reset(size_);
        whole_ = false;
    }
    copy_damage(update.damage, update.framebuffer->pixels(), pixels_.data(), size_.width);
    if (whole_) return;
    coverage_.add(update.damage);
    whole_ = update.complete && coverage_.whole();
}

}  // namespace ecsview::screen
