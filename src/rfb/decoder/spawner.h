// SPDX-License-Identifier: GPL-2.0-or-later
// The process that starts decoders. It is forked first thing in main, before threads, secrets and
// SDL exist, so a decoder inherits nothing of them; each is the program started anew (handover.h),
// or a fork where an emulator such as qemu-user cannot do that. One decoder at a time; the last one
// is killed when the next is asked for, and all of them when main dies. Several consoles at once
// have a spawner each.
//
// Main's end: started on the main thread, then used by the connection thread only.
#pragma once

#include <sys/types.h>

#include <optional>

#include "base/unique_fd.h"
#include "rfb/offer.h"

namespace ecsview::rfb {

// A plain value: it crosses a socket between the two processes.
struct DecoderOrder {
    bool shared = true;  // ClientInit: share the console with others
    Offer offer;
    char misbehave[16]{};  // test builds only: what the decoder does against the rules
};

struct DecoderExit {
    pid_t pid;
    int status;  // as of wait(2)
};

// Where decoders come from: the spawner, or a test.
class Decoders {
public:
    virtual ~Decoders() = default;

    // A decoder with these three descriptors, which may be closed afterwards. 0: no process.
    virtual pid_t spawn(const DecoderOrder& order, int stream, int messages, int memory) = 0;
    // Kills the current decoder, if it still lives.
    virtual void kill_decoder() noexcept = 0;
    // Readable when a decoder has ended (poll); then take_exit() tells which and how.
    virtual int fd() const noexcept = 0;
    virtual std::optional<DecoderExit> take_exit() noexcept = 0;
    // No decoder can be made any more.
    virtual bool gone() const noexcept = 0;
};

class Spawner final : public Decoders {
public:
    // Forks. In the child it never returns. `argv` and the environment are overwritten there.
    // Throws Error (ExitCode::decoder) when there can be no process.
    static Spawner start(int argc, char** argv);
    // One more, for a decoder beside this one's: forked by the spawner's process, so it has as
    // little of main's as the first, whenever it is made. Main thread. Throws Error
    // (ExitCode::decoder).
    Spawner another() const;

    pid_t spawn(const DecoderOrder& order, int stream, int messages, int memory) override;
    void kill_decoder() noexcept override;
    int fd() const noexcept override { return control_.get(); }
    std::optional<DecoderExit> take_exit() noexcept override;
    // The spawner itself has died.
    bool gone() const noexcept override { return gone_; }

private:
    explicit Spawner(UniqueFd control) : control_(std::move(control)) {}

    UniqueFd control_;
    std::optional<DecoderExit> exit_;  // one that arrived while spawn() waited for its answer
    bool gone_ = false;
};

}  // namespace ecsview::rfb
