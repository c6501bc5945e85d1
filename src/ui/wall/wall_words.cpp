// SPDX-License-Identifier: GPL-2.0-or-later
#include "ui/wall/wall_words.h"

#include "base/language.h"

namespace ecsview::ui {

std::string wall_title(std::size_t consoles) {
    return tr_count(consoles, "{1} console", "{1} consoles");
}

std::string report_of(const WallCensus& census) {
    return tr_count(census.consoles, "{1} console: {2} live", "{1} consoles: {2} live",
                    census.live);
}

std::string footer_of(const WallCensus& census, bool typing, const Behaviour& behaviour,
                      const Hotkeys& hotkeys) {
    if (typing) {
        const std::string chord = hotkeys.text_of(command::ToggleMenu{});
        return chord.empty() ? tr("What you type goes to all {1} consoles that are live. A click "
                                  "ends it.",
                                  census.live)
                             : tr("What you type goes to all {1} consoles that are live. {2} or a "
                                  "click ends it.",
                                  census.live, chord);
    }
    std::string out = tr("Click or Enter: one console");
    if (!behaviour.view_only) out += " \u00b7 " + tr("A: type to all");
    if (!behaviour.kiosk) out += " \u00b7 " + tr("F: full screen");
    return out + " \u00b7 " + report_of(census);
}

}  // namespace ecsview::ui
