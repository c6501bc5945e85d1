// SPDX-License-Identifier: GPL-2.0-or-later
// For tests: a console that takes scancodes, a clipboard with a text, and the keys that are pressed
// for it. Used on the test's thread.
#pragma once

#include <chrono>
#include <cstdio>

#include "controls_fixture.h"

namespace ecsview::ui {

struct Pasted : Controlled {
    explicit Pasted(const char* clipboard, Behaviour behaviour = {}) : Controlled(behaviour) {
        state.extended_keys = true;
        controls->set_state(state);
        SDL_SetClipboardText(clipboard);
    }
    // As the chord does, and what is due at once.
    void paste() {
        controls->perform(command::Paste{});
        controls->act_on_time(std::chrono::steady_clock::now());
    }
    void act(std::chrono::milliseconds later) {
        controls->act_on_time(std::chrono::steady_clock::now() + later);
    }
    // The scancodes that were sent: "1e" pressed, "-1e" let go.
    Strings keys() const {
        Strings out;
        for (const auto& bytes : sent) {
            char number[8];
            std::snprintf(number, sizeof number, "%s%02x", bytes[3] ? "" : "-",
                          static_cast<unsigned>(static_cast<unsigned char>(bytes.back())));
            out.emplace_back(number);
        }
        return out;
    }
    std::string title() { return controls->menu({}).title; }
    Strings answers() {
        Strings labels;
        for (const auto& item : controls->menu({}).items) labels.push_back(item.label);
        return labels;
    }
};

}  // namespace ecsview::ui
