// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/input/pointer.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace ecsview::ui {
namespace {

using namespace std::chrono_literals;

// Each has QEMU fill its queue of 16 bytes again, with packets of up to 127 pixels: a burst of 1200
// pixels arrives whole.
constexpr int settling_steps = 3;
constexpr auto settling_pause = 30ms;

constexpr int max_notches = 10;  // a runaway wheel must not fill the outbox

// SDL's buttons, from 1, as bits of the protocol's mask, which has the wheel between them.
constexpr int bits_of_buttons[] = {0, 1, 2, 7, 8};
constexpr int plain_buttons = 3;

rfb::ButtonMask bit(int index) {
    return static_cast<rfb::ButtonMask>(1u << index);
}

}  // namespace

Messages Pointer::move(screen::DesktopPoint at) {
    if (last_ == at) return {};
    last_ = at;
    return {rfb::pointer_event(buttons_, at, rfb::MessageKind::motion)};
}

Messages Pointer::step(screen::DesktopPoint by) {
    last_ = rfb::no_step;
    if (by == screen::DesktopPoint{}) return {};
    unsettled_ = settling_steps;
    settle_at_.reset();
    return {rfb::pointer_step(buttons_, by)};
}

Messages Pointer::settle(TimePoint now) {
    if (unsettled_ == 0 || (settle_at_ && now < *settle_at_)) return {};
    const bool rested = settle_at_.has_value();
    settle_at_ = now + settling_pause;
    if (!rested) return {};
    if (--unsettled_ == 0) settle_at_.reset();
    return {rfb::pointer_step(buttons_, {})};
}

Messages Pointer::button(int button, bool down, screen::DesktopPoint at) {
    const int known =
        has_more_buttons_ ? static_cast<int>(std::size(bits_of_buttons)) : plain_buttons;
    if (button < 1 || button > known) return move(at);
    const rfb::ButtonMask mask = bit(bits_of_buttons[button - 1]);
    const auto buttons = static_cast<rfb::ButtonMask>(down ? buttons_ | mask : buttons_ & ~mask);
    if (buttons == buttons_) return move(at);
    buttons_ = buttons;
    last_ = at;
    const auto kind = down ? rfb::MessageKind::press : rfb::MessageKind::release;
    return {rfb::pointer_event(buttons_, at, kind)};
}

void Pointer::turn(float& part, float by, int positive_bit, int negative_bit,
                   screen::DesktopPoint at, Messages& out) {
    if (!std::isfinite(by)) return;
    if (by * part < 0) part = 0;  // a new direction starts afresh
    part += by;
    const float notches = std::trunc(part);
    part -= notches;
    const int count = static_cast<int>(std::min(std::fabs(notches), float{max_notches}));
    const rfb::ButtonMask wheel = bit(notches > 0 ? positive_bit : negative_bit);
    const auto with = static_cast<rfb::ButtonMask>(buttons_ | wheel);
    for (int i = 0; i < count; ++i) {
        out.push_back(rfb::pointer_event(with, at, rfb::MessageKind::press));
        out.push_back(rfb::pointer_event(buttons_, at, rfb::MessageKind::release));
    }
}

Messages Pointer::wheel(float right, float up, screen::DesktopPoint at) {
    Messages out;
    turn(upwards_, up, 3, 4, at, out);
    turn(across_, right, 6, 5, at, out);
    if (out.empty()) return move(at);  // less than a notch
    last_ = at;                        // the wheel's own messages carry the position
    return out;
}

Messages Pointer::release_all() {
    if (buttons_ == 0 || !last_) return {};
    buttons_ = 0;
    return {rfb::pointer_event(0, *last_, rfb::MessageKind::release)};
}

void Pointer::forget() {
    buttons_ = 0;
    last_.reset();
    across_ = upwards_ = 0;
    unsettled_ = 0;
    settle_at_.reset();
}

}  // namespace ecsview::ui
