// SPDX-License-Identifier: GPL-2.0-or-later
// The way to a console, up to where its own bytes begin: the addresses are raced, and a proxy is
// told where to go. Pump thread. Nothing here blocks: fd() is readable and next() comes when
// go_on() has something to do. It owns its sockets until the way is found.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/certificates.h"
#include "base/error.h"
#include "base/unique_fd.h"
#include "link/tunnel/address_race.h"
#include "link/tunnel/destination.h"
#include "link/tunnel/ending.h"
#include "link/tunnel/limits.h"
#include "link/tunnel/proxy_talk.h"
#include "link/tunnel/tls_relay.h"

namespace ecsview::link {

struct Way {
    UniqueFd socket;                  // connected; what is written arrives at the server
    std::unique_ptr<TlsRelay> relay;  // behind it, for an https:// proxy; outlives the socket
};

class Dial {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    // `trusted_roots` outlives it. Throws Error (no_descriptor).
    Dial(const Destination& destination, const Addresses& addresses,
         const TrustedRoots& trusted_roots, const Limits& limits, TimePoint now);
    ~Dial();

    int fd() const noexcept { return epoll_.get(); }
    TimePoint next() const;
    // Nothing: it goes on.
    std::optional<Result<Way, Ending>> go_on(TimePoint now);

private:
    using Outcome = std::optional<Result<Way, Ending>>;

    void begin_race(std::vector<std::string> addresses, TimePoint now);
    Outcome race_on(TimePoint now);
    void connect(std::size_t index, TimePoint now);
    void settle(std::size_t index, TimePoint now);
    void failed(std::size_t index, int error, TimePoint now);
    Outcome connected(TimePoint now);
    bool speak();
    Outcome listen(TimePoint now);
    Outcome refused(const ProxyRefusal& refusal, TimePoint now);
    Ending proxy_gone();
    Way found();
    void watch(int fd, unsigned events, std::size_t index);

    const Destination destination_;
    const TrustedRoots& trusted_roots_;
    const Limits limits_;
    UniqueFd epoll_;

    std::vector<std::string> racing_;
    AddressRace race_;
    std::vector<UniqueFd> sockets_;   // of `racing_`; none: not begun, or failed
    std::optional<std::size_t> won_;  // its index

    std::vector<std::string> beyond_;
    std::size_t told_ = 0;  // which of `beyond_` the proxy was told
    Way way_;               // to the proxy
    std::unique_ptr<ProxyTalk> talk_;
    TimePoint answer_by_{};
};

}  // namespace ecsview::link
