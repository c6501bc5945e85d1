// SPDX-License-Identifier: GPL-2.0-or-later
// One attempt at the console: a fresh decoder process, a tunnel, then the decoder's
// messages until it is over. It checks every number the decoder says. Connection thread only; it
// owns the decoder's sockets and its framebuffer, and borrows the tunnel and what makes decoders.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "base/unique_fd.h"
#include "link/tunnel/tunnel.h"
#include "rfb/decoder/spawner.h"
#include "screen/framebuffer.h"
#include "screen/mailbox.h"
#include "screen/messages.h"

namespace ecsview::link {

// What an attempt needs of the connection that makes it.
class AttemptListener {
public:
    virtual ~AttemptListener() = default;
    // The state that the window shows; publish() posts it.
    virtual screen::ConsoleState& state() = 0;
    virtual void publish() = 0;
    virtual void picture(screen::PictureUpdate update) = 0;
    // The server wants a password. Nothing: it comes later, by Attempt::give_password.
    virtual std::optional<Secret> password() = 0;
    // Readable when the connection wants to be asked: stop, or an answer of the user.
    virtual int wake_fd() const = 0;
    // What to do when it was: false ends the attempt.
    virtual bool woken(class Attempt& attempt) = 0;
};

enum class OutcomeKind {
    lost,            // the network, the proxy or the server ended it
    unreachable,     // there was no way to it
    bad_request,     // HTTP 400: to the offered subprotocol, or to anything else
    decoder_failed,  // the decoder process died, or broke the rules
    silent,          // the link was there, and nothing came any more
    stale,           // the address grew too old before it was used
    password_refused,
    hopeless,  // no decoder can be made any more
    stopped,   // on our own wish
};

struct Outcome {
    OutcomeKind kind;
    Failure failure;
    std::optional<IdleStep> idle_cut = std::nullopt;  // TunnelStatus
};

class Attempt {
public:
    using Clock = std::chrono::steady_clock;

    struct Parts {
        Tunnel& tunnel;
        rfb::Decoders& decoders;
        AttemptListener& listener;
        rfb::DecoderOrder order;
        IdleStep idle_step = IdleStep::release;
    };

    // Throws Error when there are no descriptors or no memory for it.
    explicit Attempt(Parts parts);
    ~Attempt();

    // Runs to the end. `deadline` holds until the first whole picture; it stands still while a
    // person is asked for a password.
    Outcome run(const Destination& destination, Addresses addresses, Clock::time_point deadline);

    void give_password(const Secret& password);
    bool wants_password() const noexcept { return asked_since_.has_value(); }

private:
    std::optional<Outcome> wait_and_serve();
    std::optional<Outcome> serve_messages();
    std::optional<Outcome> serve_tunnel();
    std::optional<Outcome> out_of_time();
    std::optional<Clock::time_point> next_deadline() const;
    void note_exits();
    Outcome decoder_ended();
    static Outcome spawner_gone();
    static Outcome broke_the_rules();

    std::optional<Outcome> on(const screen::Ready& message);
    std::optional<Outcome> on(const screen::NeedPassword&);
    std::optional<Outcome> on(const screen::Resized& message);
    std::optional<Outcome> on(const screen::Damaged& message);
    std::optional<Outcome> on(const screen::CursorChanged& message);
    std::optional<Outcome> on(const screen::ExtendedKeys&);
    std::optional<Outcome> on(const screen::Leds& message);
    std::optional<Outcome> on(const screen::Answered& message);
    std::optional<Outcome> on(const screen::Fenced& message);
    std::optional<Outcome> on(const screen::ContinuousEnded& message);
    std::optional<Outcome> on(const screen::Unconfined&);
    std::optional<Outcome> on(const screen::LogLine& message);
    std::optional<Outcome> on(const screen::Stopped& message);

    bool in_sequence(std::uint32_t sequence);
    void acknowledge(std::uint32_t sequence);
    screen::PictureUpdate picture_update(std::uint32_t sequence) const;

    Parts parts_;
    std::shared_ptr<const screen::Framebuffer> framebuffer_;
    std::shared_ptr<const UniqueFd> messages_;
    UniqueFd stream_;
    pid_t decoder_ = 0;
    std::string how_it_ended_;  // the decoder, in words, once the spawner has told
    std::uint64_t link_ = 0;    // the tunnel's number of it

    std::string where_;
    bool of_platform_ = false;  // a console of the cloud: QEMU, whatever its name
    Clock::time_point deadline_{};
    std::optional<Clock::time_point> asked_since_;
    std::optional<Clock::time_point> last_words_by_;  // the link is closed: the decoder's verdict
    std::optional<Outcome> closed_;
    bool knows_why_ = false;                                   // the tunnel, better than we
    bool asked_ = false, ready_ = false, unconfined_ = false;  // what a decoder says once
    screen::DesktopSize size_;
    std::uint32_t generation_ = 0;
    std::uint32_t sequence_ = 0;
    bool drawn_ = false;  // pixels came since the last size
    bool had_picture_ = false;
};

}  // namespace ecsview::link
