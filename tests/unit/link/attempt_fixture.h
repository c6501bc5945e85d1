// SPDX-License-Identifier: GPL-2.0-or-later
// One attempt, with a tunnel and a decoder that the test plays. All that is to happen is in the
// sockets before run() begins, so there is no second thread and nothing to wait for.
#pragma once

#include "link/attempt.h"

#include <gmock/gmock.h>

#include "fakes.h"

namespace ecsview::link {

using namespace std::chrono_literals;
using testing::HasSubstr;

inline constexpr screen::DesktopSize size{8, 4};

class Listener final : public AttemptListener {
public:
    void happened(AttemptEvent event) override {
        opened += std::holds_alternative<Opened>(event);
        if (const auto* live = std::get_if<WentLive>(&event)) ++lives, name = live->desktop_name;
        if (const auto* clipboard = std::get_if<screen::ServerClipboard>(&event))
            clipboards.push_back(*clipboard);
        if (auto* update = std::get_if<screen::PictureUpdate>(&event)) {
            if (copies) screen::Mailbox::acknowledge(*update);
            pictures.push_back(std::move(*update));
        }
    }
    std::optional<Secret> password() override {
        ++asked;
        if (answer.empty()) return std::nullopt;
        return Secret(std::string(answer));
    }
    int wake_fd() const override { return wake.get(); }
    bool woken(Attempt& attempt) override {
        eventfd_t count;
        eventfd_read(wake.get(), &count);
        return on_wake(attempt);
    }

    bool copies = true;  // the pixels at once
    int opened = 0, lives = 0;
    std::string name;
    std::vector<screen::PictureUpdate> pictures;
    std::vector<screen::ServerClipboard> clipboards;
    std::string answer;
    int asked = 0;
    UniqueFd wake{eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    std::function<bool(Attempt&)> on_wake = [](Attempt&) { return false; };
};

class AttemptTest : public testing::Test {
protected:
    AttemptTest() : attempt(std::make_unique<Attempt>(parts())), decoder(decoders.decoder(0)) {}

    Attempt::Parts parts() { return {tunnel, decoders, listener, {}, {}}; }
    // Why it ended; ADD_FAILURE where it was our own wish.
    Ending run(std::chrono::milliseconds limit = patience) {
        const auto end = run_to_the_end(limit);
        EXPECT_TRUE(end) << "nobody wanted it";
        return end.value_or(ending("no_memory", {}));
    }
    std::optional<Ending> run_to_the_end(std::chrono::milliseconds limit = patience) {
        return attempt->run(destination, Addresses{{"127.0.0.1"}}, Attempt::Clock::now() + limit);
    }
    static Destination console() {
        return {.websocket = true,
                .tls = true,
                .host = "console",
                .port = 443,
                .expires = false,
                .resource = Secret(std::string("/"))};
    }
    void closed(std::uint64_t link, Cause cause) {
        tunnel.say({link, TunnelPhase::closed, Ending{cause, "Closed."}});
    }
    // What a decoder that may not be believed does ends so.
    void expect_broken(const Ending& outcome) {
        EXPECT_EQ(outcome.cause, Cause("decoder_lied"));
        EXPECT_THAT(outcome.sentence, HasSubstr("broke its rules"));
    }

    FakeTunnel tunnel;
    FakeDecoders decoders;
    Listener listener;
    Destination destination = console();
    std::unique_ptr<Attempt> attempt;
    std::shared_ptr<FakeDecoder> decoder;
};

}  // namespace ecsview::link
