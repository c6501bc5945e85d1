// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/menu/corner_press.h"

namespace ecsview::ui {
CornerPress::Verdict CornerPress::press(int x, int y, Area corner, TimePoint now) {
    held_.reset();
    if (!contains(corner, x, y)) return Verdict::pass;
    held_ = Held{now, corner};
    at_ = {x, y};
    return Verdict::hold;
}

CornerPress::Verdict CornerPress::move(int x, int y) {
    if (!held_) return Verdict::pass;
    if (contains(held_->corner, x, y)) return Verdict::hold;
    held_.reset();
    return Verdict::release;
}

CornerPress::Verdict CornerPress::lift() {
    if (!held_) return Verdict::pass;
    held_.reset();
    return Verdict::release;
}

std::optional<CornerPress::TimePoint> CornerPress::due() const {
    if (!held_) return std::nullopt;
    return held_->since + rest;
}

CornerPress::Verdict CornerPress::wait(TimePoint now) {
    if (!held_ || now < held_->since + rest) return Verdict::pass;
    held_.reset();
    return Verdict::open;
}

}  // namespace ecsview::ui
