// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/tls_relay.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "base/language.h"

namespace ecsview::link {
namespace {

// One TLS record.
constexpr std::size_t block_bytes = std::size_t{16} * 1024;
// After the near end has gone, what it wrote last may still go out for so long.
constexpr int last_words_ms = 200;

using Progress = TlsStream::Progress;

}  // namespace

TlsRelay::TlsRelay(UniqueFd proxy, const std::string& host, std::string shown,
                   const TrustedRoots& trusted_roots)
    : proxy_(std::move(proxy)), shown_(std::move(shown)), tls_(proxy_.get(), host, trusted_roots) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        throw Error(ExitCode::network, tr("No sockets for the proxy; close some programs."));
    near_.reset(ends[0]);
    inner_.reset(ends[1]);
    // A key that is pressed must not wait for the one before it to arrive.
    const int on = 1;
    setsockopt(proxy_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    thread_ = std::thread([this] { run(); });
}

TlsRelay::~TlsRelay() {
    shutdown(inner_.get(), SHUT_RDWR);
    thread_.join();
}

std::optional<Ending> TlsRelay::ending() {
    const std::lock_guard lock(mutex_);
    return ending_;
}

void TlsRelay::run() {
    while (!over_) {
        while (work()) {
        }
        if (!over_) over_ = !waits();
    }
    if (shaken_) tls_.say_goodbye();
    shutdown(proxy_.get(), SHUT_RDWR);
    shutdown(inner_.get(), SHUT_RDWR);
}

// True: something was done, so there may be more to do.
bool TlsRelay::work() {
    if (over_) return false;
    if (!shaken_) return shake_hands();
    wants_write_ = false;
    const bool out = outward();
    const bool in = !over_ && inward();
    return out || in;
}

bool TlsRelay::shake_hands() {
    const auto step = tls_.shake_hands();
    wants_write_ = step.progress == Progress::wants_write;
    shaken_ = step.progress == Progress::made;
    if (step.progress == Progress::closed || step.progress == Progress::failed) {
        note_ending();
        over_ = true;
    }
    return shaken_;
}

bool TlsRelay::outward() {
    if (!out_.empty()) {
        const auto step = tls_.write(out_.data(), out_.size());
        if (step.progress == Progress::made) out_.erase(0, step.size);
        return advanced(step);
    }
    std::array<char, block_bytes> block;
    const auto size = recv(inner_.get(), block.data(), block.size(), MSG_DONTWAIT);
    if (size > 0) return out_.assign(block.data(), static_cast<std::size_t>(size)), true;
    if (size == 0 || (errno != EAGAIN && errno != EINTR)) over_ = true;
    return false;
}

bool TlsRelay::inward() {
    if (!in_.empty()) {
        const auto size = send(inner_.get(), in_.data(), in_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
        if (size > 0) in_.erase(0, static_cast<std::size_t>(size));
        if (size < 0 && errno != EAGAIN && errno != EINTR) near_gone_ = true, in_.clear();
        return size > 0;
    }
    if (near_gone_) return false;
    std::array<char, block_bytes> block;
    const auto step = tls_.read(block.data(), block.size());
    if (step.progress == Progress::made) in_.assign(block.data(), step.size);
    return advanced(step);
}

bool TlsRelay::advanced(const TlsStream::Step& step) {
    if (step.progress == Progress::wants_write) wants_write_ = true;
    if (step.progress == Progress::closed || step.progress == Progress::failed) over_ = true;
    return step.progress == Progress::made;
}

// False: there is nobody to wait for.
bool TlsRelay::waits() {
    const auto inner_events =
        static_cast<short>((out_.empty() && shaken_ ? POLLIN : 0) | (in_.empty() ? 0 : POLLOUT));
    const auto proxy_events = static_cast<short>((in_.empty() && !near_gone_ ? POLLIN : 0) |
                                                 (wants_write_ ? POLLOUT : 0));
    std::array<pollfd, 2> waits{
        {{near_gone_ ? -1 : inner_.get(), inner_events, 0},
         // It may have hung up, too, while what it said waits for the near end.
         {proxy_events ? proxy_.get() : -1, proxy_events, 0}}};
    const int ready = poll(waits.data(), waits.size(), near_gone_ ? last_words_ms : -1);
    if (ready < 0) return errno == EINTR;
    if (ready == 0) return false;
    // Poll tells a hang-up for ever: from now on only what it wrote last is of interest.
    if (waits[0].revents & (POLLHUP | POLLERR)) {
        near_gone_ = true;
        in_.clear();
        return shaken_;
    }
    return true;
}

void TlsRelay::note_ending() {
    const std::string complaint = tls_.complaint();
    const std::lock_guard lock(mutex_);
    const Cause cause = complaint.empty() ? Cause("proxy_no_tls") : Cause("proxy_certificate");
    ending_ = link::ending(cause, {.proxy = shown_, .words = complaint});
}

}  // namespace ecsview::link
