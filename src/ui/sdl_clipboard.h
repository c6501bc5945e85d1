// SPDX-License-Identifier: GPL-2.0-or-later
// The clipboard of this machine by SDL, brought together with the server's as Clipboard says. Owns
// nothing; window, session and controls are borrowed and outlive it. ui thread.
#pragma once

#include <SDL_video.h>

#include "ui/clipboard.h"
#include "ui/controls.h"
#include "ui/session.h"

namespace ecsview::ui {

class SdlClipboard {
public:
    SdlClipboard(SDL_Window* window, Session& session, Controls& controls, ClipboardWays ways)
        : window_(window), session_(session), controls_(controls), clipboard_(ways) {}

    // The connection's newest state.
    void hear(const screen::ConsoleState& state);
    // The local clipboard may have changed, or the window has the keyboard now: only while it has,
    // for what is copied elsewhere meanwhile is not the guest's.
    void look();

private:
    void serve(Messages answers);

    SDL_Window* const window_;
    Session& session_;
    Controls& controls_;
    Clipboard clipboard_;
};

}  // namespace ecsview::ui
