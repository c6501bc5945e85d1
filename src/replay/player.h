// SPDX-License-Identifier: GPL-2.0-or-later
// A recording in the place of a server: what the decoder's stream socket gets comes from a file, by
// its time line. The rest of the path, decoder, mailbox and window, is that of a console. One
// thread of its own; the file is read there.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/unique_fd.h"
#include "link/tunnel/tunnel.h"
#include "replay/recording.h"
#include "replay/timeline.h"
#include "screen/playback.h"

namespace ecsview::replay {

class Player final : public link::Tunnel, public screen::Playback {
public:
    // Throws Error when there is no thread or descriptor for it.
    explicit Player(Recording recording);
    ~Player() override;

    // link::Tunnel
    void prepare(const link::Destination&, link::Addresses) override {}
    std::uint64_t open(const link::Destination& destination, link::Addresses addresses,
                       UniqueFd stream, std::shared_ptr<const screen::DecoderLine> decoder,
                       const rfb::Offer& offer, link::Foreword foreword) override;
    void go_live(bool keep_awake, link::IdleStep step) override;
    void tell(link::Told) override {}
    void close() override;
    void suspect() override {}
    void prove_alive() override {}
    void send(rfb::ClientMessage) override {}
    bool drain(std::chrono::milliseconds) override { return true; }
    int event_fd() const noexcept override { return event_.get(); }
    link::TunnelStatus status() override;

    // screen::Playback
    screen::PlaybackState state() const override;
    void toggle_pause() override;
    void seek(std::chrono::milliseconds to) override;
    void set_speed(int times) override;

private:
    using Clock = std::chrono::steady_clock;

    void run();
    void wait() const;
    void take_stream();
    bool fill();
    void write();
    void hear();
    template <class Change>
    void change(Change what);

    const Recording recording_;
    const UniqueFd event_, wake_;

    // The thread's.
    UniqueFd stream_;
    std::string waiting_;  // for the decoder

    mutable std::mutex mutex_;  // guards what follows
    Timeline timeline_;
    link::TunnelStatus status_;
    std::optional<UniqueFd> new_stream_;
    bool stop_ = false;

    std::thread thread_;  // last: it uses the rest
};

}  // namespace ecsview::replay
