// SPDX-License-Identifier: GPL-2.0-or-later
#include "replay/player.h"

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

Player::Player(Recording recording)
    : recording_(std::move(recording)),
      event_(needed_event()),
      wake_(needed_event()),
      timeline_(recording_.marks()) {
    try {
        thread_ = std::thread([this] { run(); });
    } catch (const std::system_error&) {
        throw Error(ExitCode::decoder,
                    tr("No thread is left for the replay; close some programs."));
    }
}

Player::~Player() {
    change([this] { stop_ = true; });
    thread_.join();
}

// Under the mutex; the thread looks at it soon.
template <class Change>
void Player::change(Change what) {
    {
        const std::lock_guard lock(mutex_);
        what();
    }
    eventfd_write(wake_.get(), 1);
}

std::uint64_t Player::open(const link::Destination&, link::Addresses, UniqueFd stream,
                           std::shared_ptr<const screen::DecoderLine>, const rfb::Offer&,
                           link::Foreword) {
    change([&] {
        new_stream_ = std::move(stream);
        status_ = {status_.link + 1, TunnelPhase::open};
    });
    eventfd_write(event_.get(), 1);
    return status_.link;
}

void Player::go_live(bool, link::IdleStep) {
    change([this] { status_.phase = TunnelPhase::live; });
    eventfd_write(event_.get(), 1);
}

void Player::close() {
    change([this] {
        new_stream_.emplace();
        status_.phase = TunnelPhase::idle;
    });
}

link::TunnelStatus Player::status() {
    eventfd_t count;
    eventfd_read(event_.get(), &count);
    const std::lock_guard lock(mutex_);
    return status_;
}

screen::PlaybackState Player::state() const {
    const std::lock_guard lock(mutex_);
    return timeline_.state(Clock::now());
}

void Player::toggle_pause() {
    change([this] { timeline_.toggle_pause(Clock::now()); });
}

void Player::seek(std::chrono::milliseconds to) {
    change([&] { timeline_.seek(to, Clock::now()); });
}

void Player::set_speed(int times) {
    change([&] { timeline_.set_speed(times, Clock::now()); });
}

// --- the thread ----------------------------------------------------------------------------------

void Player::run() {
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

void Player::wait() const {
    const bool writes = stream_ && !waiting_.empty();
    std::optional<Clock::time_point> due;
    if (stream_ && !writes) {
        const std::lock_guard lock(mutex_);
        if (status_.phase == TunnelPhase::live) due = timeline_.due();
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
void Player::take_stream() {
    const std::lock_guard lock(mutex_);
    if (!new_stream_) return;
    stream_ = std::move(*std::exchange(new_stream_, std::nullopt));
    waiting_ = stream_ ? recording_.greeting() : std::string();
    const auto now = Clock::now();
    if (status_.link > 1) timeline_.begin_anew(now);
}

// What the decoder says is of no interest, but it must not wait for somebody to read it.
void Player::hear() {
    std::array<char, 4096> scrap;
    ssize_t count = 1;
    while (stream_ && count > 0)
        count = recv(stream_.get(), scrap.data(), scrap.size(), MSG_DONTWAIT);
    if (count == 0) stream_.reset();
}

// The next block, if one is due. False: none is.
bool Player::fill() {
    std::optional<std::size_t> block;
    {
        const std::lock_guard lock(mutex_);
        if (stream_ && status_.phase == TunnelPhase::live) block = timeline_.next(Clock::now());
    }
    if (!block) return false;
    if (auto bytes = recording_.bytes(*block))
        waiting_ = std::move(*bytes);
    else
        log::warning("replay", "the recording is shorter than it was");
    return true;
}

void Player::write() {
    if (!stream_ || waiting_.empty()) return;
    const auto count =
        ::send(stream_.get(), waiting_.data(), waiting_.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count > 0) waiting_.erase(0, static_cast<std::size_t>(count));
    // It has gone, which the attempt sees by itself.
    if (count < 0 && errno != EAGAIN && errno != EINTR) stream_.reset();
}

}  // namespace ecsview::replay
