// SPDX-License-Identifier: GPL-2.0-or-later
// The window: shows what screen::Mailbox delivers, sends what the user does. Lives on the main
// thread (SDL wants it so): constructed, run and destroyed there. Only wake() and request_quit()
// may be called from other threads. No SDL type is in this header.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/secret.h"
#include "rfb/client_messages.h"
#include "screen/mailbox.h"
#include "ui/input/hotkeys.h"
#include "ui/picture/viewport.h"

namespace ecsview::ui {

struct WindowOptions {
    std::string title;  // what the user asked for, in words without secrets
    bool fullscreen = false;
    bool view_only = false;
    // Nobody is to end it or to leave full screen, and the pointer is shown only while it moves.
    bool kiosk = false;
    // A failure that ends the connection is shown until somebody closes the window, or has it tried
    // again if that can help.
    bool stay = false, can_retry = true;
    std::optional<screen::WindowSize> size;  // --window-size
    ScaleMode scale = ScaleMode::fit;
    Hotkeys hotkeys;
    // Until then the window stays hidden, unless there is a picture, a prompt or an error to show.
    std::chrono::milliseconds show_after{300};
    // How often Actions::beat is called; without it the loop never wakes by itself.
    std::optional<std::chrono::milliseconds> beat_every;
};

// Called on the ui thread; none may block.
struct Actions {
    std::function<void(rfb::ClientMessage)> send;
    std::function<void(Secret)> answer_password;
    std::function<void()> cancel_password;
    std::function<void()> reconnect;               // the menu's
    std::function<void()> take_over;               // the menu's
    std::function<void(const std::string&)> tell;  // how it goes, in one line, when that changes
    std::function<void()> shown;                   // the window shows something, for the first time
    std::function<void()> beat;                    // this thread is alive
    std::function<void()> quit;                    // the user closed the window, or request_quit()
};

class Window {
public:
    // Opens the display; the window itself stays hidden for now. Throws Error
    // (ExitCode::no_display). Starts no thread.
    Window(WindowOptions options, Actions actions);
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
    // then closed). Keys that are down are released first.
    ExitCode run(screen::Mailbox& mailbox);

private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace ecsview::ui
