// SPDX-License-Identifier: GPL-2.0-or-later
// The window: shows what screen::Mailbox delivers, sends what the user does. Lives on the main
// thread (SDL wants it so): constructed, run and destroyed there. Only wake() and request_quit()
// may be called from other threads. No SDL type is in this header.
#pragma once

#include <memory>
#include <span>

#include "base/error.h"
#include "screen/mailbox.h"
#include "ui/session.h"
#include "ui/window_options.h"

namespace ecsview::ui {

// A console of a wall: who it is, and how it looks when it has the window alone.
struct WallPlace {
    const WindowOptions* look;
    screen::Mailbox* mailbox;
    Session* session;
};

class Window {
public:
    // Opens the display; the window itself stays hidden for now. Throws Error
    // (ExitCode::no_display). Starts no thread.
    explicit Window(WindowOptions options);
    ~Window();
    Window(const Window&) = delete;
    Window& operator=(const Window&) = delete;

    // Any thread. What Mailbox calls when something was posted.
    void wake() noexcept;
    // Any thread: ends run() as the close button does. SDL handles no signals here: main blocks
    // SIGINT and SIGTERM before the first thread and calls this from a thread that waits for them.
    void request_quit() noexcept;

    // Shows the console until the user closes it (ExitCode::done) or the state says that it has
    // ended (the failure's code; main prints the sentence; the same when the failure is shown and
    // then closed). Keys that are down are released first. All three are borrowed for the call.
    ExitCode run(screen::Mailbox& mailbox, Session& session, Supervision& supervision);

    // Shows several at once, each in a place of its own; one that is chosen has the window alone
    // until somebody goes back. ExitCode::done, when the user closes it. Each session's
    // prove_alive() is to ask all of them. All is borrowed for the call.
    ExitCode watch(std::span<const WallPlace> places, Supervision& supervision);

private:
    struct Display;
    class Loop;
    class Wall;
    // How a console was left: for good, for the wall that it is one of, or for another one there.
    enum class Way { out, wall, next, previous };
    struct Left {
        ExitCode code;
        Way way = Way::out;
    };
    static Left show(Display& display, const WindowOptions& options, screen::Mailbox& mailbox,
                     Session& session, Supervision& supervision);
    const std::unique_ptr<Display> display_;
};

}  // namespace ecsview::ui
