// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/wall/wall_words.h"

namespace ecsview::ui {

std::string wall_title(std::size_t consoles) {
    return std::to_string(consoles) + (consoles == 1 ? " console" : " consoles");
}

std::string report_of(const WallCensus& census) {
    return wall_title(census.consoles) + ": " + std::to_string(census.live) + " live";
}

std::string footer_of(const WallCensus& census, bool typing, const Behaviour& behaviour,
                      const Hotkeys& hotkeys) {
    if (typing) {
        const std::string chord = hotkeys.text_of(command::ToggleMenu{});
        return "What you type goes to all " + std::to_string(census.live) +
               " consoles that are live. " +
               (chord.empty() ? "A click ends it." : chord + " or a click ends it.");
    }
    std::string out = "Click or Enter: one console";
    if (!behaviour.view_only) out += " \u00b7 A: type to all";
    if (!behaviour.kiosk) out += " \u00b7 F: full screen";
    return out + " \u00b7 " + report_of(census);
}

}  // namespace ecsview::ui
