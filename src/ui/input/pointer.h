// SPDX-License-Identifier: GPL-2.0-or-later
// Where the pointer is in the guest and which buttons are down there, and the messages that make it
// so. The wheel is buttons 4 to 7, one press and release a notch; parts of a notch (touchpads) add
// up. Pure; ui thread.
#pragma once

#include <chrono>
#include <optional>

#include "ui/input/keyboard.h"

namespace ecsview::ui {

class Pointer {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // `button` is SDL's: 1 left, 2 middle, 3 right; 4 back and 5 forward where the server has them.
    Messages move(screen::DesktopPoint at);
    // The same for a guest that takes steps; there, no_step is the place of buttons and wheel.
    Messages step(screen::DesktopPoint by);
    // After steps: a few of nothing, and when the next is due. QEMU keeps what its PS/2 mouse has
    // no room for (16 bytes), and goes on with it at the next event only.
    Messages settle(TimePoint now);
    std::optional<TimePoint> due() const { return settle_at_; }
    Messages button(int button, bool down, screen::DesktopPoint at);
    // Notches: `right` and `up` positive; at most 10 each way are sent a call, the rest is dropped.
    Messages wheel(float right, float up, screen::DesktopPoint at);
    Messages release_all();
    void forget();

    // The server has acknowledged -316.
    void set_more_buttons(bool has) { has_more_buttons_ = has; }

    bool any_down() const { return buttons_ != 0; }

private:
    void turn(float& part, float by, int positive_bit, int negative_bit, screen::DesktopPoint at,
              Messages& out);

    bool has_more_buttons_ = false;
    rfb::ButtonMask buttons_ = 0;
    std::optional<screen::DesktopPoint> last_;  // as the guest knows it
    float across_ = 0, upwards_ = 0;
    int unsettled_ = 0;  // steps of nothing that are still to come
    std::optional<TimePoint> settle_at_;
};

}  // namespace ecsview::ui
