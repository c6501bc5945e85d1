// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/dial.h"

#include <netdb.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/log.h"
#include "link/tunnel/dial_ending.h"

namespace ecsview::link {
namespace {

// From one look at the socket; an answer is seldom longer than this.
constexpr std::size_t answer_bytes = 4096;

struct FreeAddress {
    void operator()(addrinfo* info) const noexcept { freeaddrinfo(info); }
};
using Address = std::unique_ptr<addrinfo, FreeAddress>;

// Numeric, so nothing is asked of anybody; the zone of a link-local address is kept.
Address read_address(const std::string& text, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* info = nullptr;
    if (getaddrinfo(text.c_str(), std::to_string(port).c_str(), &hints, &info) != 0) return {};
    return Address(info);
}

int error_of(int fd) {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

}  // namespace

Dial::Dial(const Destination& destination, const Addresses& addresses,
           const TrustedRoots& trusted_roots, const Limits& limits, TimePoint now)
    : destination_(destination.copy()),
      trusted_roots_(trusted_roots),
      limits_(limits),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      race_(0, limits, now),
      beyond_(in_turn(addresses.beyond)) {
    if (!epoll_) throw Error(ending("no_descriptor", {}).failure());
    begin_race(in_turn(addresses.first), now);
}

Dial::~Dial() = default;

void Dial::begin_race(std::vector<std::string> addresses, TimePoint now) {
    racing_ = std::move(addresses);
    race_ = AddressRace(racing_.size(), limits_, now);
    sockets_.clear();
    sockets_.resize(racing_.size());
    won_.reset();
}

Dial::TimePoint Dial::next() const {
    return talk_ ? answer_by_ : race_.next();
}

std::optional<Result<Way, Ending>> Dial::go_on(TimePoint now) {
    return talk_ ? listen(now) : race_on(now);
}

void Dial::watch(int fd, unsigned events, std::size_t index) {
    epoll_event event{};
    event.events = events;
    event.data.u64 = index;
    epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event);
}

// --- the race ------------------------------------------------------------------------------------

Dial::Outcome Dial::race_on(TimePoint now) {
    std::array<epoll_event, 16> events;
    const int ready = epoll_wait(epoll_.get(), events.data(), events.size(), 0);
    for (int i = 0; i < ready; ++i)
        settle(static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64), now);
    while (!won_) {
        const auto index = race_.begin(now);
        if (!index) break;
        connect(*index, now);
    }
    if (won_) return connected(now);
    if (race_.lost(now)) return unreachable_ending(destination_);
    return std::nullopt;
}

void Dial::connect(std::size_t index, TimePoint now) {
    const auto port = destination_.proxy ? destination_.proxy->authority.port : destination_.port;
    const auto address = read_address(racing_[index], port);
    if (!address) return failed(index, EADDRNOTAVAIL, now);
    UniqueFd socket(
        ::socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
    if (!socket) return failed(index, errno, now);
    const int done = ::connect(socket.get(), address->ai_addr, address->ai_addrlen);
    if (done != 0 && errno != EINPROGRESS) return failed(index, errno, now);
    watch(socket.get(), EPOLLOUT, index);
    sockets_[index] = std::move(socket);
    if (done == 0) won_ = index;
}

void Dial::settle(std::size_t index, TimePoint now) {
    if (won_ || !sockets_[index]) return;
    if (const int error = error_of(sockets_[index].get())) return failed(index, error, now);
    won_ = index;
}

void Dial::failed(std::size_t index, int error, TimePoint now) {
    sockets_[index].reset();
    race_.failed(now);
    log::debug("link", "an address does not answer",
               {{"address", racing_[index]}, {"because", std::strerror(error)}});
}

// --- what comes behind it ------------------------------------------------------------------------

Dial::Outcome Dial::connected(TimePoint now) {
    log::debug("link", "connected", {{"address", racing_[*won_]}});
    way_.socket = std::move(sockets_[*won_]);
    sockets_.clear();
    epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, way_.socket.get(), nullptr);
    if (!destination_.proxy) return found();
    const Proxy& proxy = *destination_.proxy;
    if (proxy.kind == ProxyKind::https) {
        if (trusted_roots_.empty()) return ending("proxy_nobody_trusted", {});
        way_.relay = std::make_unique<TlsRelay>(std::move(way_.socket), proxy.authority.host,
                                                proxy.authority.text(), trusted_roots_);
        way_.socket = way_.relay->take_near();
    }
    const auto& host = beyond_.empty() ? destination_.host : beyond_[told_];
    talk_ = talk_with(proxy, Authority{host, destination_.port});
    answer_by_ = now + limits_.proxy_limit;
    watch(way_.socket.get(), EPOLLIN, 0);
    if (!speak()) return proxy_gone();
    return std::nullopt;
}

// A few hundred bytes into an empty buffer: what does not fit at once never will.
bool Dial::speak() {
    const Secret words = talk_->say();
    const auto text = words.reveal();
    return text.empty() || ::send(way_.socket.get(), text.data(), text.size(), MSG_NOSIGNAL) ==
                               static_cast<ssize_t>(text.size());
}

Dial::Outcome Dial::listen(TimePoint now) {
    for (;;) {
        std::array<char, answer_bytes> bytes;
        // What the proxy did not say stays in the socket, for whoever is next.
        const auto size = recv(way_.socket.get(), bytes.data(), bytes.size(), MSG_PEEK);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) break;
        if (size <= 0) return proxy_gone();
        const auto used = talk_->hear({bytes.data(), static_cast<std::size_t>(size)});
        recv(way_.socket.get(), bytes.data(), used, 0);
        if (const auto& refusal = talk_->refusal()) return refused(*refusal, now);
        if (talk_->through()) return found();
        if (!speak()) return proxy_gone();
    }
    if (now >= answer_by_) return proxy_silent_ending(destination_);
    return std::nullopt;
}

// A proxy that is told an address may be told the next one, on a connection of its own.
Dial::Outcome Dial::refused(const ProxyRefusal& refusal, TimePoint now) {
    if (refusal.kind == ProxyRefusal::Kind::unreachable && told_ + 1 < beyond_.size()) {
        ++told_;
        talk_.reset();
        const std::string proxy = racing_[*won_];
        way_ = {};
        begin_race({proxy}, now);
        return race_on(now);
    }
    return proxy_refused_ending(destination_, refusal);
}

Ending Dial::proxy_gone() {
    if (way_.relay)
        if (auto why = way_.relay->ending()) return std::move(*why);
    return proxy_gone_ending(destination_);
}

Way Dial::found() {
    epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, way_.socket.get(), nullptr);
    return std::move(way_);
}

}  // namespace ecsview::link
