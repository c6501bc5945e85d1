// SPDX-License-Identifier: GPL-2.0-or-later
// Is the whole desktop of one colour? Remembers one pixel that differs from the first, so while
// there is something to see each update costs two reads; only when those two become equal the
// picture is looked through, and while it is blank only the damage is. Pure; ui thread.
#pragma once

#include <cstddef>
#include <cstdint>

#include "screen/damage.h"

namespace ecsview::ui {

class BlankWatch {
public:
    // The picture is another one, and not yet whole.
    void restart(screen::DesktopSize size);
    // `pixels`: the desktop, stride = width. Damage lies in it. `complete`: an update ended.
    void look(const std::uint32_t* pixels, const screen::Damage& damage, bool complete);
    bool blank() const { return whole_ && blank_; }

private:
    bool differs(const std::uint32_t* pixels, const screen::DesktopRect& area);
    bool same(const std::uint32_t* pixels, std::size_t at) const;

    screen::DesktopSize size_;
    bool whole_ = false, blank_ = true;
    std::size_t witness_ = 0;  // a pixel that differs from pixel 0, unless blank
};

}  // namespace ecsview::ui
