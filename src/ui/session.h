// SPDX-License-Identifier: GPL-2.0-or-later
// What the window asks of the world outside, as two interfaces: the session with the console, and
// who supervises the program. Called on the ui thread; no call may block. Implemented by
// window_session.h, and by the tests.
#pragma once

#include <future>
#include <string>

#include "base/error.h"
#include "base/secret.h"
#include "rfb/client_messages.h"
#include "screen/meters.h"
#include "screen/playback.h"
#include "screen/screen_state.h"
#include "ui/stepping.h"

namespace ecsview::ui {

class Session {
public:
    virtual ~Session() = default;

    virtual void send(rfb::ClientMessage message) = 0;
    virtual void answer_password(Secret password) = 0;
    virtual void cancel_password() = 0;
    // Begins anew, at once; after the end too.
    virtual void reconnect() = 0;
    // The same, and throws out whoever has the console.
    virtual void take_over() = 0;
    // What has been counted so far.
    virtual screen::Meters meters() const { return {}; }
    // What is shown is a recording; null: a console.
    virtual screen::Playback* playback() { return nullptr; }
    // A script goes on at the console; null: none does.
    virtual Stepping* stepping() { return nullptr; }
    // Makes a file of the last minutes: its name, or why there is none. Not valid: nobody records.
    virtual std::future<Result<std::string>> save_recording() { return {}; }
    // The screen is in another state than `before`, and that is its text: a server's, to be handed
    // on to nobody but who has asked for it. Only with WindowOptions::watch_screen.
    virtual void shows(screen::ScreenState state, screen::ScreenState before,
                       const std::string& text) {
        static_cast<void>(state), static_cast<void>(before), static_cast<void>(text);
    }
    // The window's thread lives; the session is to show that it does as well.
    virtual void prove_alive() = 0;
};

class Supervision {
public:
    virtual ~Supervision() = default;

    // How it goes, in one line, when that changes.
    virtual void status(const std::string& words) = 0;
    // The window shows something, for the first time.
    virtual void ready() = 0;
    // The person, or a signal, has ended it.
    virtual void stopping() = 0;
};

// Where there is nothing to talk to: a window that only says why there is no console.
class NoSession : public Session {
public:
    void send(rfb::ClientMessage) override {}
    void answer_password(Secret) override {}
    void cancel_password() override {}
    void reconnect() override {}
    void take_over() override {}
    void prove_alive() override {}
};

class NoSupervision final : public Supervision {
public:
    void status(const std::string&) override {}
    void ready() override {}
    void stopping() override {}
};

}  // namespace ecsview::ui
