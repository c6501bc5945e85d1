// SPDX-License-Identifier: GPL-2.0-or-later
// For tests: a session with nobody behind it that writes down what it is asked, each call by its
// name, and what was sent to the guest. Used on the test's thread.
#pragma once

#include <string>
#include <vector>

#include "ui/session.h"

namespace ecsview::ui {

struct RecordingSession final : Session {
    std::vector<std::string> sent;   // the messages' bytes
    std::vector<std::string> asked;  // "reconnect", "password geheim", …

    void send(rfb::ClientMessage message) override { sent.push_back(message.bytes); }
    void answer_password(Secret password) override {
        asked.push_back("password " + std::string(password.reveal()));
    }
    void cancel_password() override { asked.emplace_back("no password"); }
    void reconnect() override { asked.emplace_back("reconnect"); }
    void take_over() override { asked.emplace_back("take over"); }
    void prove_alive() override { asked.emplace_back("prove alive"); }
};

}  // namespace ecsview::ui
