// SPDX-License-Identifier: GPL-2.0-or-later
// The window's two interfaces to the world: the session is the connection, and who supervises the
// program is the service manager. Made in main; both of what they pass on to outlive them. Called
// by the ui thread; none of it blocks.
#pragma once

#include "base/supervisor.h"
#include "console_recording.h"
#include "link/connection.h"
#include "screen_report.h"
#include "ui/session.h"

namespace ecsview {

// What every session with a console does.
class LinkSession : public ui::Session {
public:
    explicit LinkSession(link::Connection& connection) : connection_(connection) {}

    void send(rfb::ClientMessage message) override { connection_.send(std::move(message)); }
    void answer_password(Secret password) override {
        connection_.answer_password(std::move(password));
    }
    void cancel_password() override { connection_.cancel_password(); }
    void reconnect() override { connection_.reconnect_now(); }
    void take_over() override { connection_.take_over(); }
    screen::Meters meters() const override { return connection_.meters(); }
    void prove_alive() override { connection_.prove_alive(); }

protected:
    link::Connection& connection_;
};

class ConnectionSession final : public LinkSession {
public:
    ConnectionSession(link::Connection& connection, ConsoleRecording& recording,
                      ScreenReport& report)
        : LinkSession(connection), recording_(recording), report_(report) {}

    std::future<Result<std::string>> save_recording() override { return recording_.save(); }
    void shows(screen::ScreenState state, screen::ScreenState before,
               const std::string& text) override {
        connection_.shows(state);
        report_.shows(state, before, text);
    }

private:
    ConsoleRecording& recording_;
    ScreenReport& report_;
};

class ServiceSupervision final : public ui::Supervision {
public:
    explicit ServiceSupervision(const Supervisor& supervisor) : supervisor_(supervisor) {}

    void status(const std::string& words) override { supervisor_.status(words); }
    void ready() override { supervisor_.ready(); }
    void stopping() override { supervisor_.stopping(); }

private:
    const Supervisor& supervisor_;
};

}  // namespace ecsview
