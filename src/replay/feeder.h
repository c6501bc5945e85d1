// SPDX-License-Identifier: GPL-2.0-or-later
// A recording in the place of a server: what the decoder's stream socket gets comes from a file.
// The rest of the path, decoder and mailbox, is that of a console. When which block is said is
// for the class that derives from it. One thread of its own; the file is read there.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/unique_fd.h"
#include "link/connection.h"
#include "link/tunnel/tunnel.h"
#include "replay/recording.h"

namespace ecsview::replay {

// Of the connection to it: nothing is asked of anybody.
link::ConnectionSettings settings_of_a_file();
// Where it leads.
link::Destination nowhere();

class Feeder : public link::Tunnel {
public:
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

protected:
    using Clock = std::chrono::steady_clock;
    using TimePoint = Clock::time_point;

    // Throws Error when there is no descriptor for it. Who derives calls begin() at the end of its
    // constructor and end() in its destructor: the thread asks it what follows.
    explicit Feeder(Recording recording);
    // Throws Error when there is no thread.
    void begin();
    void end();

    // All of them under the mutex.
    // The number of the block that is to be said now; nothing: none is. Each call is for another.
    virtual std::optional<std::size_t> next(TimePoint now) = 0;
    // When another may be; nothing: after change() at the earliest.
    virtual std::optional<TimePoint> due() const = 0;
    // Another decoder has been told nothing: a key is next.
    virtual void begin_anew(TimePoint now) = 0;
    // What is said behind the block.
    virtual std::string behind(std::size_t) const { return {}; }

    // Does that under the mutex, and has the thread look.
    template <class Change>
    void change(Change what) {
        {
            const std::lock_guard lock(mutex_);
            what();
        }
        wake();
    }
    std::mutex& mutex() const { return mutex_; }
    const Recording& recording() const { return recording_; }

private:
    void wake() const;
    void run();
    void wait() const;
    void take_stream();
    bool fill();
    void write();
    void hear();

    const Recording recording_;
    const UniqueFd event_, wake_;

    // The thread's.
    UniqueFd stream_;
    std::string waiting_;  // for the decoder

    mutable std::mutex mutex_;  // guards what follows
    link::TunnelStatus status_;
    std::optional<UniqueFd> new_stream_;
    bool stop_ = false;

    std::thread thread_;
};

}  // namespace ecsview::replay
