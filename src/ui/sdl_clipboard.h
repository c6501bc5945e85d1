// SPDX-License-Identifier: GPL-2.0-or-later
// The clipboard of this machine, brought together with the server's as Clipboard says. Window,
// session and controls are borrowed and outlive it. ui thread.
#pragma once

#include <SDL_video.h>

#include "ui/clipboard.h"
#include "ui/controls.h"
#include "ui/session.h"
#include "ui/x11_clipboard.h"

namespace ecsview::ui {

class SdlClipboard {
public:
    SdlClipboard(SDL_Window* window, Session& session, Controls& controls, ClipboardWays ways)
        : window_(window), session_(session), controls_(controls), x11_(window), clipboard_(ways) {}

    // The connection's newest state.
    void hear(const screen::ConsoleState& state);
    // The local clipboard may have changed.
    void changed();
    // The window has the keyboard now: only while it has is the clipboard looked at, for what is
    // copied elsewhere meanwhile is not the guest's.
    void look();
    // What is in it now; nothing: whoever has it does not answer. More than 1 MiB: too much, and
    // not all of it.
    std::optional<std::string> text();

private:
    void serve(Messages answers);

    SDL_Window* const window_;
    Session& session_;
    Controls& controls_;
    X11Clipboard x11_;
    bool silent_ = false;  // its owner did not answer: it would take a second each time
    Clipboard clipboard_;
};

}  // namespace ecsview::ui
