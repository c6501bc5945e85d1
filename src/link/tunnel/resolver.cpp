// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace ecsview::link {
namespace {

// They are raced a quarter of a second apart: more would not be tried before the first is given up.
constexpr std::size_t max_addresses = 16;

// One that hangs for good holds a thread: no more of them than this. Who comes then waits for one
// to end, for many consoles may ask at once.
class Turns {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // False: not until then.
    bool take(TimePoint deadline, const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        if (!given_back_.wait_until(lock, stop, deadline, [&] { return free_ > 0; })) return false;
        --free_;
        return true;
    }
    void give_back() {
        const std::lock_guard lock(mutex_);
        ++free_;
        given_back_.notify_one();
    }

private:
    std::mutex mutex_;
    std::condition_variable_any given_back_;
    int free_ = 4;
};

// Never destroyed: a look-up that hangs may outlive main.
Turns& turns() {
    static Turns& all = *new Turns;
    return all;
}

// Shared by the asking thread and by the one that blocks in getaddrinfo: either may go first.
struct Lookup {
    std::mutex mutex;
    std::condition_variable_any done;
    std::optional<std::vector<std::string>> addresses;
};

std::vector<std::string> ask_system(const std::string& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo* found = nullptr;
    // Without an interface beside loopback AI_ADDRCONFIG hides everything.
    if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) {
        hints.ai_flags = 0;
        if (getaddrinfo(host.c_str(), nullptr, &hints, &found) != 0) return {};
    }
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, freeaddrinfo);
    std::vector<std::string> addresses;
    for (const addrinfo* at = found; at && addresses.size() < max_addresses; at = at->ai_next) {
        char text[NI_MAXHOST];
        if (getnameinfo(at->ai_addr, at->ai_addrlen, text, sizeof text, nullptr, 0,
                        NI_NUMERICHOST) == 0)
            addresses.emplace_back(text);
    }
    return addresses;
}

}  // namespace

Result<std::vector<std::string>, Ending> resolve(const std::string& host,
                                                 std::chrono::steady_clock::time_point deadline,
                                                 std::stop_token stop) {
    if (!turns().take(deadline, stop)) return ending("name_late", {.where = host});
    auto lookup = std::make_shared<Lookup>();
    try {
        std::thread([lookup, host] {
            auto addresses = ask_system(host);
            turns().give_back();
            const std::lock_guard lock(lookup->mutex);
            lookup->addresses = std::move(addresses);
            lookup->done.notify_all();
        }).detach();
    } catch (...) {  // there is no thread for it now
        turns().give_back();
        throw;
    }

    std::unique_lock lock(lookup->mutex);
    lookup->done.wait_until(lock, std::move(stop), deadline,
                            [&] { return lookup->addresses.has_value(); });
    if (!lookup->addresses) return ending("name_late", {.where = host});
    if (lookup->addresses->empty()) return ending("name_unknown", {.where = host});
    return std::move(*lookup->addresses);
}

Result<Addresses, Ending> look_up(const Destination& destination,
                                  std::chrono::steady_clock::time_point deadline,
                                  const std::stop_token& stop) {
    auto first = resolve(destination.first_host(), deadline, stop);
    if (!first) return first.failure();
    Addresses addresses{std::move(*first)};
    if (!destination.proxy || destination.proxy->kind != ProxyKind::socks5) return addresses;
    auto beyond = resolve(destination.host, deadline, stop);
    if (!beyond) return beyond.failure();
    addresses.beyond = std::move(*beyond);
    return addresses;
}

}  // namespace ecsview::link
