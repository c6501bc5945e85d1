// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/picture/blank_watch.h"

namespace ecsview::ui {
namespace {

constexpr std::uint32_t rgb = 0xffffff;  // the fourth byte means nothing

}  // namespace

void BlankWatch::restart(screen::DesktopSize size) {
    size_ = size;
    whole_ = false;
    blank_ = true;
    witness_ = 0;
}

bool BlankWatch::same(const std::uint32_t* pixels, std::size_t at) const {
    return ((pixels[at] ^ pixels[0]) & rgb) == 0;
}

bool BlankWatch::differs(const std::uint32_t* pixels, const screen::DesktopRect& area) {
    for (int y = area.y; y < area.bottom(); ++y) {
        const auto row = static_cast<std::size_t>(y) * static_cast<std::size_t>(size_.width);
        for (auto at = row + static_cast<std::size_t>(area.x);
             at < row + static_cast<std::size_t>(area.right()); ++at) {
            if (same(pixels, at)) continue;
            witness_ = at;
            return true;
        }
    }
    return false;
}

void BlankWatch::look(const std::uint32_t* pixels, const screen::Damage& damage, bool complete) {
    if (size_.empty()) return;
    const bool first = complete && !whole_;
    whole_ = whole_ || complete;
    if (!whole_ || (!first && !blank_ && !same(pixels, witness_))) return;
    // Where all was of one colour, the damage tells, unless it changed the pixel to compare with.
    bool everywhere = first || !blank_;
    for (const auto& area : damage.rects())
        everywhere = everywhere || area.contains(screen::DesktopPoint{});
    if (everywhere) {
        blank_ = !differs(pixels, {0, 0, size_.width, size_.height});
        return;
    }
    for (const auto& area : damage.rects()) blank_ = blank_ && !differs(pixels, area);
}

}  // namespace ecsview::ui
