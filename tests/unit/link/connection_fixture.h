// SPDX-License-Identifier: GPL-2.0-or-later
// A Connection whose tunnel and decoders the test plays, with hardly a pause between its attempts.
// The test's thread waits for what the connection's thread posts.
#pragma once

#include "link/connection.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "fakes.h"

namespace ecsview::link {

using namespace std::chrono_literals;
using screen::ConsoleState;
using screen::Phase;

inline constexpr screen::DesktopSize size{8, 4};

class ConnectionTest : public testing::Test {
protected:
    ConnectionTest() {
        auto& limits = settings.limits;
        for (auto* wait : {&limits.backoff_first, &limits.backoff_most, &limits.person_first,
                           &limits.person_most, &limits.instance_wait, &limits.in_use_wait})
            *wait = 1ms;
        limits.budget_attempts = 1000;
        settings.attempt_limit = patience;
    }

    void start() {
        auto far = std::make_unique<FakeTunnel>();
        auto makers = std::make_unique<FakeDecoders>();
        tunnel = far.get();
        decoders = makers.get();
        connection = std::make_unique<Connection>(
            Connection::Parts{std::move(makers), std::move(far)},
            [this](const std::stop_token&) { return ask(); }, std::move(settings), mailbox);
    }
    Result<Destination> ask() {
        ++asked;
        if (refusal) return *refusal;
        return Destination{.websocket = true,
                           .tls = true,
                           .host = "127.0.0.1",
                           .port = 443,
                           .expires = expires,
                           .resource = Secret(std::string("/"))};
    }

    // The state once it is so.
    ConsoleState wait(const std::function<bool(const ConsoleState&)>& so) {
        const auto end = std::chrono::steady_clock::now() + patience;
        for (;;) {
            auto [state, picture] = mailbox.take();
            if (picture) screen::Mailbox::acknowledge(*picture);
            copied += picture.has_value();
            pictures += picture && picture->complete;
            if (so(state)) return state;
            std::unique_lock lock(mutex);
            if (!changed.wait_until(lock, end, [&] { return std::exchange(news, false); })) break;
        }
        ADD_FAILURE() << "the state never came";
        return {};
    }
    ConsoleState wait(Phase phase) {
        return wait([&](const ConsoleState& state) { return state.phase == phase; });
    }
    // A question that was not answered yet.
    ConsoleState wait_prompt(int after = 0) {
        return wait([&](const ConsoleState& s) { return s.prompt && s.prompt->number > after; });
    }
    // The number-th server has shown its picture.
    std::shared_ptr<FakeDecoder> shown(std::size_t number, std::string name = "x") {
        auto decoder = decoders->decoder(number);
        const int before = pictures, copied_before = copied;
        decoder->begin(size, std::move(name));
        wait([&](const ConsoleState&) { return copied > copied_before; });
        decoder->draw(size);
        wait([&](const ConsoleState&) { return pictures > before; });
        return decoder;
    }
    // The number-th link lives, and is cut at the idle limit in spite of the first step.
    void cut_for_idleness(std::size_t number) {
        shown(number);
        tunnel->say({tunnel->links(), TunnelPhase::closed,
                     Ending{"closed", "Idle.", {}, IdleStep::release}});
        decoders->decoder(number)->say(screen::Stopped{"closed", ""});
    }
    void refuse_password(std::size_t number) {
        decoders->decoder(number)->say(screen::Stopped{"password_refused", ""});
    }

    ConnectionSettings settings;
    bool expires = false;
    std::optional<Failure> refusal;
    std::atomic<int> asked{0};
    std::mutex mutex;
    std::condition_variable changed;
    bool news = false;
    int copied = 0, pictures = 0;  // all that the decoders reported, and the whole ones
    screen::Mailbox mailbox{[this] {
        const std::lock_guard lock(mutex);
        news = true;
        changed.notify_all();
    }};
    FakeTunnel* tunnel = nullptr;
    FakeDecoders* decoders = nullptr;
    std::unique_ptr<Connection> connection;  // last: its thread uses the rest
};

}  // namespace ecsview::link
