// SPDX-License-Identifier: GPL-2.0-or-later
// One attempt at the console: a fresh decoder process, a tunnel, then the decoder's
// messages until it is over. It checks every number the decoder says. Connection thread only; it
// owns the decoder's sockets and its framebuffer, and borrows the tunnel and what makes decoders.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "base/error.h"
#include "base/unique_fd.h"
#include "link/tunnel/foreword.h"
#include "link/tunnel/tunnel.h"
#include "rfb/decoder/spawner.h"
#include "screen/framebuffer.h"
#include "screen/mailbox.h"
#include "screen/messages.h"

namespace ecsview::link {

// What happens on the way, in its order.
struct Opened {};  // there is a link; RFB begins
struct WentLive {
    std::string desktop_name;  // printable
};
struct Greeted {  // after that: how the handshake went, for the next time
    bool plain;   // RFB 3.8 with security type None
    bool keep_awake;
};
using CursorShape = std::shared_ptr<const screen::CursorShape>;
// The server's clipboard, as it is now; without the number of the session.
using AttemptEvent = std::variant<Opened, WentLive, Greeted, screen::PictureUpdate, CursorShape,
                                  screen::ServerClipboard, screen::ExtendedKeys,
                                  screen::ExtendedButtons, screen::Leds, screen::PointerType>;

// What an attempt needs of the connection that makes it.
class AttemptListener {
public:
    virtual ~AttemptListener() = default;
    virtual void happened(AttemptEvent event) = 0;
    // The server wants a password. Nothing: it comes later, by Attempt::give_password.
    virtual std::optional<Secret> password() = 0;
    // Readable when the connection wants to be asked: stop, or an answer of the user.
    virtual int wake_fd() const = 0;
    // What to do when it was: false ends the attempt.
    virtual bool woken(class Attempt& attempt) = 0;
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
        Foresay foresay = Foresay::nothing;
        bool keep_awake = false;  // as it was the last time
    };

    // Throws Error when there are no descriptors or no memory for it.
    explicit Attempt(Parts parts);
    ~Attempt();

    // Runs to the end; nothing: on our own wish. `deadline` holds until the first whole picture; it
    // stands still while a person is asked for a password.
    std::optional<Ending> run(const Destination& destination, Addresses addresses,
                              Clock::time_point deadline);

    void give_password(const Secret& password);
    pid_t decoder() const noexcept { return decoder_; }
    bool wants_password() const noexcept { return std::holds_alternative<Asking>(phase_); }

private:
    // What the decoder does, and what it may say: a password is asked for once, in the handshake.
    struct Handshake {
        bool asked;
    };
    struct Asking {  // a person, for the password
        Clock::time_point since;
    };
    struct Live {};
    struct LastWords {  // the link is closed: what came before it is read, and may say more
        Ending why;
        Clock::time_point by;
        bool asked, live;  // for a password; the handshake is over
    };
    // What the decoder told of its picture: each report has the next number, and none comes before
    // the last was acknowledged.
    struct Picture {
        screen::DesktopSize size;
        std::uint32_t generation = 0;
        std::uint32_t sequence = 0;
        bool drawn = false;  // pixels came since the last size
        bool whole = false;  // there was one
    };
    using End = std::optional<Ending>;

    bool wait_and_serve(End& end);
    End serve_messages();
    End serve_tunnel();
    End out_of_time() const;
    std::optional<Clock::time_point> next_deadline() const;
    void note_exits();
    Ending decoder_ended();
    bool next_report(std::uint32_t sequence);
    bool may_have_a_clipboard() const { return is_live() && parts_.order.offer.clipboard; }
    End clipboard_changed();
    bool was_asked() const;
    bool is_live() const;
    Foreword foreword() const;
    void say_password(const Secret& password) const;

    End hand_on(AttemptEvent event) const {
        parts_.listener.happened(std::move(event));
        return std::nullopt;
    }
    End on(const screen::Ready& message);
    End on(const screen::NeedPassword&);
    End on(const screen::Resized& message);
    End on(const screen::Damaged& message);
    End on(const screen::CursorChanged& message);
    End on(const screen::ExtendedKeys& message) { return hand_on(message); }
    End on(const screen::ExtendedButtons& message) { return hand_on(message); }
    End on(const screen::Leds& message) { return hand_on(message); }
    End on(const screen::PointerType& message);
    End on(const screen::Answered& message);
    End on(const screen::Fenced& message);
    End tell_while_live(Told message);
    End on(const screen::ContinuousEnded& message) { return tell_while_live(message); }
    End on(const screen::Lossy& message) { return tell_while_live(message); }
    End on(const screen::Unconfined&);
    End on(const screen::LogLine& message);
    End on(const screen::ClipboardOffered& message);
    End on(const screen::ClipboardSignalled& message);
    End on(const screen::ClipboardText& message);
    End on(const screen::ClipboardLeftOut&);
    End on(const screen::Stopped& message);

    screen::PictureUpdate picture_update() const;

    Parts parts_;
    std::shared_ptr<const screen::Framebuffer> framebuffer_;
    std::shared_ptr<screen::DecoderLine> messages_;
    UniqueFd stream_;
    pid_t decoder_ = 0;
    std::optional<int> how_it_ended_;  // the decoder: its status, once the spawner has told
    std::uint64_t link_ = 0;           // the tunnel's number of it

    std::string where_;
    bool of_platform_ = false;  // a console of the cloud is QEMU, whatever its name
    bool keep_awake_ = false;
    Clock::time_point deadline_{};
    std::variant<Handshake, Asking, Live, LastWords> phase_;
    Picture picture_;
    screen::ServerClipboard clipboard_;
    std::string text_;         // of it, as much as came
    bool unconfined_ = false;  // said once
};

}  // namespace ecsview::link
