// SPDX-License-Identifier: GPL-2.0-or-later
// The connection thread: a straight-line loop of "where is the console, one attempt, wait". It owns
// the tunnel's pump and the spawner's socket. The window talks to it through send() and the
// password functions (any thread); it talks to the window through screen::Mailbox.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "link/attempt.h"
#include "link/destination.h"
#include "link/tunnel.h"
#include "rfb/decoder/spawner.h"
#include "screen/mailbox.h"

namespace ecsview::link {

struct ConnectionSettings {
    rfb::DecoderOrder order;
    std::chrono::milliseconds attempt_limit{30'000};
    bool reconnect = true;   // after the first picture
    bool can_prompt = true;  // somebody can be asked for a password
    std::optional<Secret> password;
};

class Connection final : private AttemptListener {
public:
    // Asks where the console is; called for every attempt, for a VncUrl lives only 15 s.
    using Ask = std::function<Result<Destination>(std::stop_token)>;

    // Starts the thread. The mailbox must outlive the connection.
    Connection(rfb::Spawner spawner, std::string trusted_roots, Ask ask,
               ConnectionSettings settings, screen::Mailbox& mailbox);
    // Ends the attempt, the decoder and the thread.
    ~Connection();

    void send(rfb::ClientMessage message) { tunnel_.send(std::move(message)); }
    void answer_password(Secret password);
    void cancel_password();

private:
    using Clock = std::chrono::steady_clock;

    void run();
    Outcome attempt();
    Outcome attempt_at(const Destination& destination, const std::string& address,
                       Clock::time_point deadline);
    void end(Failure failure);
    std::optional<Failure> refusal_to_answer() const;
    std::optional<Failure> give_up(const Outcome& outcome);
    std::optional<Failure> decoder_failed_again(const Failure& failure);
    Clock::duration delay_after(const Outcome& outcome) const;
    bool wait(const Failure& failure, Clock::duration delay);
    bool wait_for_answer();
    void enter(screen::Phase phase, std::string headline);
    bool stopping() const { return thread_stop_.stop_requested(); }

    // AttemptListener
    screen::ConsoleState& state() override { return state_; }
    void publish() override { mailbox_.post(state_); }
    void picture(screen::PictureUpdate update) override;
    std::optional<Secret> password() override;
    int wake_fd() const override { return wake_.get(); }
    bool woken(Attempt& attempt) override;

    struct Answer {
        std::optional<Secret> password;  // none: cancelled
    };
    std::optional<Answer> take_answer();
    void post_answer(Answer answer);
    void use(Answer answer);

    rfb::Spawner spawner_;
    const Ask ask_;
    ConnectionSettings settings_;
    screen::Mailbox& mailbox_;
    UniqueFd wake_;
    Tunnel tunnel_;

    // Connection thread only.
    screen::ConsoleState state_;
    std::optional<Secret> password_;  // the one to use; from the settings or from the prompt
    bool password_was_typed_ = false;
    int prompts_ = 0;
    bool cancelled_ = false;
    bool had_picture_ = false;
    int decoder_failures_ = 0;  // running, without a picture between

    std::mutex mutex_;  // guards answer_
    std::optional<Answer> answer_;

    std::stop_source thread_stop_;
    std::thread thread_;
};

}  // namespace ecsview::link
