// SPDX-License-Identifier: GPL-2.0-or-later
// For tests: a session with nobody behind it that writes down what it is asked, each call by its
// name, and what was sent to the guest. Used on the test's thread.
#pragma once

#include <string>
#include <vector>

#include "ui/session.h"

namespace ecsview::ui {

// A recording that writes down what becomes of it.
struct FakePlayback final : screen::Playback {
    std::vector<std::string>& asked;
    explicit FakePlayback(std::vector<std::string>& list) : asked(list) {}

    screen::PlaybackState state() const override {
        return {std::chrono::seconds(100), std::chrono::seconds(300), false, 1};
    }
    void toggle_pause() override { asked.emplace_back("pause"); }
    void seek(std::chrono::milliseconds to) override {
        asked.push_back("seek " + std::to_string(to.count()));
    }
    void set_speed(int times) override { asked.push_back("speed " + std::to_string(times)); }
};

// A script that writes down what is said to it.
struct FakeStepping final : Stepping {
    std::vector<std::string>& asked;
    bool goes_on = true;
    explicit FakeStepping(std::vector<std::string>& list) : asked(list) {}

    void receive(const screen::Mailbox::Delivery& delivery) override {
        asked.emplace_back(delivery.picture ? "receive picture" : "receive");
    }
    bool act(TimePoint) override { return goes_on; }
    std::optional<TimePoint> due(TimePoint) const override { return std::nullopt; }
    std::string words() const override { return "Line 1: press a"; }
    void next() override { asked.emplace_back("next"); }
    void go_on() override { asked.emplace_back("go on"); }
    void stop() override { asked.emplace_back("stop"); }
};

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
    std::future<Result<std::string>> save_recording() override {
        asked.emplace_back("save");
        std::promise<Result<std::string>> done;
        done.set_value(saved);
        return done.get_future();
    }
    Result<std::string> saved{std::string("/here/a.fbs")};
    FakePlayback shown{asked};
    bool replays = false;
    screen::Playback* playback() override { return replays ? &shown : nullptr; }
    FakeStepping script{asked};
    bool steps = false;
    Stepping* stepping() override { return steps ? &script : nullptr; }
    void prove_alive() override { asked.emplace_back("prove alive"); }
};

}  // namespace ecsview::ui
