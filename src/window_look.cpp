// SPDX-License-Identifier: GPL-2.0-or-later
#include "window_look.h"

#include "console_name.h"
#include "screen_report.h"

namespace ecsview {

ui::WindowOptions window_look(const options::Options& options,
                              std::optional<std::chrono::milliseconds> beat_every) {
    ui::WindowOptions out;
    out.title = title_of(options.target);
    out.behaviour = options;
    if (options.kiosk) {
        out.show_after = std::chrono::milliseconds{0};
        out.nights = options.nights;
    }
    out.size = options.window_size;
    out.display = options.display;
    out.rotation = options.rotation;
    out.scale = options.scale;
    out.hotkeys = options.hotkeys;
    out.guest_layout = options.guest_layout;
    out.stats = options.stats;
    out.own_chords = options.own_chords;
    out.clipboard = clipboard_ways(options);
    out.watch_screen = ScreenReport::wanted(options);
    out.beat_every = beat_every;
    return out;
}

}  // namespace ecsview
