// SPDX-License-Identifier: GPL-2.0-or-later
// What is said to a proxy before it is a way to somewhere: bytes in, bytes out. Pure; one object a
// connection, on any thread. HTTP CONNECT (RFC 9110, 9.3.6) and SOCKS5 (RFC 1928, 1929).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/authority.h"
#include "base/proxy.h"
#include "base/secret.h"

namespace ecsview::link {

// Why the proxy does not let us through.
struct ProxyRefusal {
    enum class Kind {
        status,        // HTTP, with its number in `code`
        login,         // it wants another user name or password, or one at all
        not_allowed,   // by its rules
        unreachable,   // it cannot reach that address
        failed,        // its own fault
        other_speech,  // what it said is not what a proxy of this kind says
    };
    Kind kind;
    unsigned code = 0;
};

class ProxyTalk {
public:
    virtual ~ProxyTalk() = default;
    // What is to be sent now; asked for at the start and after each hear().
    Secret say() { return std::move(to_say_); }
    // Takes what came. The bytes that were used up: all, until it is through; what stands behind
    // the proxy's last word belongs to whoever speaks next.
    virtual std::size_t hear(std::string_view bytes) = 0;
    bool through() const noexcept { return through_; }
    const std::optional<ProxyRefusal>& refusal() const noexcept { return refusal_; }

protected:
    void say(std::string text) { to_say_ = Secret(std::move(text)); }
    void refuse(ProxyRefusal::Kind kind, unsigned code = 0) { refusal_ = {kind, code}; }
    bool through_ = false;

private:
    Secret to_say_;
    std::optional<ProxyRefusal> refusal_;
};

// A way to `target` by `proxy`. For ProxyKind::socks5 the host is an address, looked up here.
std::unique_ptr<ProxyTalk> talk_with(const Proxy& proxy, const Authority& target);

}  // namespace ecsview::link
