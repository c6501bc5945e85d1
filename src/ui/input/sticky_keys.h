// SPDX-License-Identifier: GPL-2.0-or-later
// Modifiers that a command has put down in the guest, and that come up after the next key: for
// whoever cannot press two keys at once, or whose own system would take the chord. Pure; ui thread.
#pragma once

#include <string>
#include <vector>

#include "ui/input/keyboard.h"

namespace ecsview::ui {

class StickyKeys {
public:
    // Puts the modifier (SDL's scancode) down, or lets go of it.
    Messages toggle(int modifier, bool extended);
    // A key of the person went down in the guest. One that is held here is the person's from now
    // on.
    void key_down(int scancode);
    // And up again: what was held is let go after the first key that is no modifier.
    Messages key_up(int scancode);
    // Also: something was sent that stands for a key.
    Messages release_all();
    // The connection is gone, and the keys with it.
    void forget();

    std::vector<int> held() const;

private:
    struct Held {
        int scancode;
        std::uint32_t keysym, qnum;
    };

    std::vector<Held> held_;  // in the order of the presses
    int next_key_ = 0;        // the one that they are held for, while it is down
};

// "Ctrl and Alt"; nothing where none is held.
std::string words_of_modifiers(const std::vector<int>& scancodes);

}  // namespace ecsview::ui
