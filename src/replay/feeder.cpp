// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay/feeder.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "base/language.h"
#include "base/log.h"
#include "base/needed.h"

namespace ecsview::replay {

using link::TunnelPhase;

link::ConnectionSettings settings_of_a_file() {
    link::ConnectionSettings settings;
    settings.can_prompt = false;
    return settings;
}

link::Destination nowhere() {
    link::Destination to;
    to.websocket = to.tls = false;
    to.host = "127.0.0.1";
    return to;
}

Feeder::Feeder(Recording recording)
    : recording_(std::move(recording)), event_(needed_event()), wake_(needed_event()) {}

void Feeder::begin() {
    try {
        thread_ = std::thread([this] { run(); });
    } catch (const std::system_error&) {
        throw Error(ExitCode::decoder,
                    tr("No thread is left for the replay; close some programs."));
    }
}

void Feeder::end() {
    change([this] { stop_ = true; });
    thread_.join();
}

void Feeder::wake() const {
    eventfd_write(wake_.get(), 1);
}

std::uint64_t Feeder::open(const link::Destination&, link::Addresses, UniqueFd stream,
                           std::shared_ptr<const screen::DecoderLine>, const rfb::Offer&,
                           link::Foreword) {
    change([&] {
        new_stream_ = std::move(stream);
        status_ = {status_.link + 1, TunnelPhase::open};
    });
    eventfd_write(event_.get(), 1);
    return status_.link;
}

void Feeder::go_live(bool, link::IdleStep) {
    change([this] { status_.phase = TunnelPhase::live; });
    eventfd_write(event_.get(), 1);
}

void Feeder::close() {
    change([this] {
        new_stream_.emplace();
        status_.phase = TunnelPhase::idle;
    });
}

link::TunnelStatus Feeder::status() {
    eventfd_t count;
    eventfd_read(event_.get(), &count);
    const std::lock_guard lock(mutex_);
    return status_;
}

// --- the thread ----------------------------------------------------------------------------------

void Feeder::run() {
    for (;;) {
        wait();
        eventfd_t count;
        eventfd_read(wake_.get(), &count);
        {
            const std::lock_guard lock(mutex_);
            if (stop_) return;
        }
        take_stream();
        hear();
        do write();
        while (waiting_.empty() && fill());
    }
}

void Feeder::wait() const {
    const bool writes = stream_ && !waiting_.empty();
    std::optional<Clock::time_point> due;
    if (stream_ && !writes) {
        const std::lock_guard lock(mutex_);
        if (status_.phase == TunnelPhase::live) due = this->due();
    }
    int patience = -1;
    if (due)
        patience = static_cast<int>(std::clamp<std::int64_t>(
            std::chrono::ceil<std::chrono::milliseconds>(*due - Clock::now()).count(), 0, 60'000));
    std::array<pollfd, 2> waits{{{wake_.get(), POLLIN, 0},
                                 {stream_ ? stream_.get() : -1,
                                  static_cast<short>(writes ? POLLIN | POLLOUT : POLLIN), 0}}};
    poll(waits.data(), waits.size(), patience);
}

// A decoder of its own begins with the picture where the time line is.
void Feeder::take_stream() {
    const std::lock_guard lock(mutex_);
    if (!new_stream_) return;
    stream_ = std::move(*std::exchange(new_stream_, std::nullopt));
    waiting_ = stream_ ? recording_.greeting() : std::string();
    if (status_.link > 1) begin_anew(Clock::now());
}

// What the decoder says is of no interest, but it must not wait for somebody to read it.
void Feeder::hear() {
    std::array<char, 4096> scrap;
    ssize_t count = 1;
    while (stream_ && count > 0)
        count = recv(stream_.get(), scrap.data(), scrap.size(), MSG_DONTWAIT);
    if (count == 0) stream_.reset();
}

// The next block, if one is due. False: none is.
bool Feeder::fill() {
    std::optional<std::size_t> block;
    std::string behind_it;
    {
        const std::lock_guard lock(mutex_);
        if (stream_ && status_.phase == TunnelPhase::live) block = next(Clock::now());
        if (block) behind_it = behind(*block);
    }
    if (!block) return false;
    if (auto bytes = recording_.bytes(*block))
        waiting_ = std::move(*bytes);
    else
        log::warning("replay", "the recording is shorter than it was");
    waiting_ += behind_it;
    return true;
}

void Feeder::write() {
    if (!stream_ || waiting_.empty()) return;
    const auto count =
        ::send(stream_.get(), waiting_.data(), waiting_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) waiting_.erase(0, static_cast<std::size_t>(count));
    // It has gone, which the attempt sees by itself.
    if (count < 0 && errno != EAGAIN && errno != EINTR) stream_.reset();
}

}  // namespace ecsview::replay
