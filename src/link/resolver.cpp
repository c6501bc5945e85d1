// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

namespace ecsview::link {
namespace {

constexpr std::size_t max_addresses = 8;

// Shared by the asking thread and by the one that blocks in getaddrinfo: either may go first.
struct Lookup {
    std::mutex mutex;
    std::condition_variable_any done;
    std::optional<std::vector<std::string>> addresses;
};

std::vector<std::string> look_up(const std::string& host) {
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

Result<std::vector<std::string>> resolve(const std::string& host,
                                         std::chrono::steady_clock::time_point deadline,
                                         std::stop_token stop) {
    auto lookup = std::make_shared<Lookup>();
    std::thread([lookup, host] {
        auto addresses = look_up(host);
        const std::lock_guard lock(lookup->mutex);
        lookup->addresses = std::move(addresses);
        lookup->done.notify_all();
    }).detach();

    std::unique_lock lock(lookup->mutex);
    lookup->done.wait_until(lock, stop, deadline, [&] { return lookup->addresses.has_value(); });
    if (!lookup->addresses)
        return Failure{ExitCode::network, "The name " + host +
                                              " was not resolved in time; check the network and "
                                              "the name servers."};
    if (lookup->addresses->empty())
        return Failure{ExitCode::network,
                       "The name " + host +
                           " does not resolve; check its spelling, the network and the name "
                           "servers."};
    return std::move(*lookup->addresses);
}

}  // namespace ecsview::link
