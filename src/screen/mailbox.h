// SPDX-License-Identifier: GPL-2.0-or-later
// From the connection thread to the one consumer (ui thread, or `shot` on the main thread): the
// newest state wins, damage adds up, and at most one wake is pending, so nothing piles up while the
// consumer is busy. The consumer copies the damaged pixels and then acknowledges them; until then
// the decoder does not write on. All members are guarded by the mutex.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "screen/console_state.h"
#include "screen/damage.h"
#include "screen/decoder_line.h"
#include "screen/framebuffer.h"

namespace ecsview::screen {

// Pixels that changed, of one generation (one size) of one decoder.
struct PictureUpdate {
    std::shared_ptr<const Framebuffer> framebuffer;
    DesktopSize size;
    bool resized = false;   // the size is new: earlier pixels mean nothing any more
    Damage damage;          // may be empty (only resized)
    bool complete = false;  // an RFB update has ended, and pixels came: the picture is whole
    std::uint32_t sequence = 0;
    std::shared_ptr<DecoderLine> decoder;  // the acknowledgement goes there
};

class Mailbox {
public:
    struct Delivery {
        ConsoleState state;
        std::optional<PictureUpdate> picture;
    };

    // `wake` is called by the thread that posts, without the mutex, when no wake is pending
    // (SDL_PushEvent, or an eventfd).
    explicit Mailbox(std::function<void()> wake) : wake_(std::move(wake)) {}

    // Connection thread. `state.machine` is not looked at: it has a post of its own.
    void post(const ConsoleState& state);
    void post(PictureUpdate update);
    // Any thread.
    void post(Machine machine);

    // Consumer: all that came since the last take. Call acknowledge() after the copy.
    Delivery take();
    // The consumer is another one now, or has lost what it had: the next take() brings the whole
    // picture, if one has been taken before.
    void renew();
    // Nobody looks for now: what comes waits here, but for a picture that is not whole. Else the
    // attempt that it belongs to would never have one, and be given up. After each wake.
    void let_finish();
    // Tells the decoder that it may write on. Never blocks; a decoder that is gone is no error.
    static void acknowledge(const PictureUpdate& update) noexcept;

private:
    void notify(std::unique_lock<std::mutex> lock);

    const std::function<void()> wake_;
    std::mutex mutex_;
    bool pending_ = false;
    ConsoleState state_;
    Machine machine_;
    std::optional<PictureUpdate> picture_;
    std::optional<PictureUpdate> taken_;  // which picture it was, for renew(); nothing of it is due
};

}  // namespace ecsview::screen
