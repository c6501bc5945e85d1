// SPDX-License-Identifier: GPL-2.0-or-later
// The connection thread: a straight-line loop of "may I, where is the console, one attempt, wait".
// Policy says when, the ledger how often. It owns the tunnel's pump and the spawner's socket. The
// window talks to it through the functions that say so (any thread); it talks to the window through
// screen::Mailbox.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <thread>

#include "base/sleep_watch.h"
#include "link/attempt.h"
#include "link/console_memory.h"
#include "link/host_memory.h"
#include "link/idle_memory.h"
#include "link/ledger.h"
#include "link/policy.h"
#include "link/tunnel/destination.h"
#include "link/tunnel/tunnel.h"
#include "rfb/decoder/spawner.h"
#include "screen/mailbox.h"
#include "screen/tally.h"
#include "screen/witness.h"

namespace ecsview::link {

class HeadStart;

struct ConnectionSettings {
    rfb::DecoderOrder order;  // its `shared` is Policy's
    bool take_over = false;
    Limits limits;
    Patience patience;
    std::string console;        // what the budget is counted by: Ledger
    std::string neighbourhood;  // whose consoles one host serves: HostMemory
    // Whether it may be begun to connect to that host before the API has named it.
    std::function<bool(const Authority&)> may_begin_at = [](const Authority&) { return true; };
    std::optional<std::string> runtime_directory;
    std::chrono::milliseconds attempt_limit{30'000};
    // Of several consoles that are watched at once: zero, and the next attempt is this one's; else
    // how long to wait before asking again. Connection thread.
    std::function<std::chrono::milliseconds()> turn = [] { return std::chrono::milliseconds{0}; };
    bool can_prompt = true;  // somebody can be asked for a password
    bool stays = false;      // after a failure that ends it, reconnect_now() begins anew
    std::optional<Secret> password;
    screen::Witness* witness = nullptr;   // borrowed; null: nobody
    std::function<void()> alive = [] {};  // the answer to prove_alive(); any thread
};

class Connection final : private AttemptListener {
public:
    // Asks where the console is; called for every attempt, for a VncUrl lives only 15 s.
    using Ask = std::function<Result<Destination>(std::stop_token)>;

    // What it owns of the world outside.
    struct Parts {
        std::unique_ptr<rfb::Decoders> decoders;
        std::unique_ptr<Tunnel> tunnel;
    };

    // Starts the thread. The mailbox must outlive the connection.
    Connection(Parts parts, Ask ask, ConnectionSettings settings, screen::Mailbox& mailbox);
    // Ends the attempt, the decoder and the thread, after what was sent is on its way.
    ~Connection() override;

    // Any thread.
    void send(rfb::ClientMessage message) { tunnel_->send(std::move(message)); }
    void answer_password(Secret password);
    void cancel_password();
    // A person does not want to wait: drops what is there and connects as soon as the budget lets.
    // After the end too, if ConnectionSettings::stays.
    void reconnect_now();
    // The same, and asks for the console exclusively: whoever has it is thrown out.
    void take_over();
    screen::Meters meters() const;
    // What happened since it was made.
    const screen::Tally& tally() const { return tally_; }
    // What its screen shows, for that.
    void shows(screen::ScreenState state) { tally_.shows(state); }
    // The decoder that lives now; 0: none does.
    pid_t decoder() const { return decoder_; }
    // Has the connection thread and then the pump's call ConnectionSettings::alive soon. One that
    // hangs does not; one that is inside a call with a deadline of its own need not.
    void prove_alive();

private:
    using Clock = std::chrono::steady_clock;

    void run();
    std::optional<Ending> connect();
    bool await_restart();
    // Of an attempt; nothing: it was ended here, on somebody's wish.
    using End = std::optional<Ending>;
    End after(const End& end);
    End lost(const Ending& end, std::optional<Clock::time_point> next);
    End attempt();
    End ask_and_connect();
    Result<Addresses, Ending> addresses_of(const Destination& destination, HeadStart& head_start,
                                           Clock::time_point deadline);
    End attempt_at(const Destination& destination, Addresses addresses, Clock::time_point deadline);
    void forget_server();
    void end(const Ending& why);
    End refusal_to_answer();
    bool asks_again(const Ending& end);
    bool spoke_too_soon(const Ending& end);
    Foresay foresay(const Destination& to) const;
    bool await_budget();
    bool wait_until(Clock::time_point when);
    End wait_for_answer();
    void enter(screen::Phase phase, std::string headline);
    void tell_loss(const Ending& why);
    void log_loss(const Ending& why);
    void log_return(bool again);
    bool stopping() const { return thread_stop_.stop_requested(); }
    void publish() {
        tally_.state(state_.phase, state_.prompt.has_value());
        mailbox_.post(state_);
    }
    double dice() { return std::uniform_real_distribution<>(0, 1)(random_); }

    // AttemptListener
    void happened(AttemptEvent event) override;
    void on(const Opened&);
    void on(const WentLive& event);
    void on(const Greeted& event);
    void on(screen::PictureUpdate& update);
    void came_back();
    void on(CursorShape& shape);
    void on(const screen::ServerClipboard& event);
    void on(const screen::ExtendedKeys&);
    void on(const screen::ExtendedButtons&);
    void on(const screen::Leds& event);
    void on(const screen::PointerType& event);
    std::optional<Secret> password() override;
    int wake_fd() const override { return waker_.get(); }
    bool woken(Attempt& attempt) override;

    struct Answer {
        std::optional<Secret> password;  // none: cancelled
    };
    struct Wishes {
        std::optional<Answer> answer;
        bool reconnect = false, take_over = false, alive = false;
        bool slept = false;  // not a wish of anybody: the machine woke up
    };
    Wishes take_wishes();
    template <class Change>
    void wish(Change change);
    bool hurries(const Wishes& wishes);
    bool use(std::optional<Answer>& answer);

    const std::unique_ptr<rfb::Decoders> decoders_;
    const Ask ask_;
    ConnectionSettings settings_;
    screen::Mailbox& mailbox_;
    UniqueFd wake_;     // eventfd: there are wishes
    SleepWatch sleep_;  // connection thread only
    UniqueFd waker_;    // epoll of the two: the one waker of the connection thread's waits
    const std::unique_ptr<Tunnel> tunnel_;

    // Connection thread only.
    Policy policy_;
    Ledger ledger_;
    std::optional<Authority> told_host_;  // of this attempt, where the API has told it
    IdleMemory idle_memory_;
    ConsoleMemory console_memory_;
    HostMemory host_memory_;
    Foresay foresay_ = Foresay::nothing;  // in this attempt, until it is live
    std::string host_;                    // where the last attempt led
    std::minstd_rand random_{std::random_device{}()};
    screen::ConsoleState state_;
    std::set<ExitCode> told_;         // kinds of failure in the log since there was a picture
    std::optional<Secret> password_;  // the one to use; from the settings or from the prompt
    bool password_was_typed_ = false;
    int prompts_ = 0, prompts_in_a_row_ = 0;  // in a row: without a picture between
    bool cancelled_ = false;
    bool subprotocol_ = true;  // a server that refused the offer once gets none any more
    bool hurried_ = false;     // a person ended the attempt to begin another

    // Until then a look-up or a question to the API may keep the thread; written by it alone.
    std::atomic<Clock::time_point> busy_until_{};
    std::atomic<pid_t> decoder_{0};  // of the newest attempt

    screen::Tally tally_;  // has a mutex of its own

    std::mutex mutex_;  // guards wishes_
    Wishes wishes_;

    std::stop_source thread_stop_;
    std::thread thread_;
};

}  // namespace ecsview::link
