// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
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

// One that hangs for good holds a thread: no more of them than this.
constexpr int max_lookups = 4;
std::atomic<int> lookups_under_way{0};

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
    if (lookups_under_way >= max_lookups) return ending("name_late", {.where = host});
    auto lookup = std::make_shared<Lookup>();
    std::thread asking([lookup, host] {
        auto addresses = ask_system(host);
        --lookups_under_way;
        const std::lock_guard lock(lookup->mutex);
        lookup->addresses = std::move(addresses);
        lookup->done.notify_all();
    });
    ++lookups_under_way;
    asking.detach();

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
