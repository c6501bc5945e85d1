// SPDX-License-Identifier: GPL-2.0-or-later
// The clipboard of this machine, brought together with the server's as Clipboard says. Window,
// session and controls are borrowed and outlive it. ui thread; the program that has a text may take
// its time to give it, so under X11 a thread waits for that, while keys and picture go on.
#pragma once

#include <SDL_video.h>

#include <atomic>
#include <functional>
#include <optional>
#include <thread>

#include "ui/clipboard.h"
#include "ui/controls.h"
#include "ui/session.h"
#include "ui/x11_clipboard.h"

namespace ecsview::ui {

class SdlClipboard {
public:
    // `wake` has hear() called soon; from any thread.
    SdlClipboard(SDL_Window* window, Session& session, Controls& controls, ClipboardWays ways,
                 std::function<void()> wake);

    void pass_over(const screen::ConsoleState& state) { clipboard_.pass_over(state.clipboard); }
    // The connection's newest state; and what has been read meanwhile is told.
    void hear(const screen::ConsoleState& state);
    // The local clipboard may have changed.
    void changed();
    // The window has the keyboard now: only while it has is the clipboard looked at, for what is
    // copied elsewhere meanwhile is not the guest's.
    void look();
    // What is in it now; nothing: whoever has it does not answer. More than 1 MiB: too much, and
    // not all of it.
    std::optional<std::string> text();
    // False: there is none that takes it.
    static bool put(const std::string& text);

private:
    void serve(Messages answers);
    bool may_look() const;
    void read();
    std::optional<X11Clipboard::Reading> take_reading();
    std::optional<std::string> text_of(X11Clipboard::Reading reading);

    SDL_Window* const window_;
    Session& session_;
    Controls& controls_;
    const std::function<void()> wake_;
    const std::uint32_t x11_window_;
    X11Clipboard x11_;
    bool silent_ = false;  // its owner did not answer: it would take a second each time
    Clipboard clipboard_;
    X11Clipboard::Reading reading_;   // the thread's, until it is joined
    std::atomic<bool> read_ = false;  // the thread is through
    bool again_ = false;              // the clipboard has changed meanwhile
    std::jthread reader_;             // last: it uses the rest
};

}  // namespace ecsview::ui
