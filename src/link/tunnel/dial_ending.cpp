// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/dial_ending.h"

namespace ecsview::link {
namespace {

Ending with_proxy(Cause cause, const Destination& destination, unsigned code = 0) {
    return ending(cause, {.where = destination.display(),
                          .proxy = destination.proxy->authority.text(),
                          .words = std::to_string(code)});
}

// 401 is tinyproxy's word for a wrong login.
Cause cause_of_status(unsigned status) {
    if (status == 407 || status == 401) return "proxy_login";
    return status >= 500 ? Cause("proxy_no_way") : Cause("proxy_refused");
}

Cause cause_of(const ProxyRefusal& refusal) {
    using Kind = ProxyRefusal::Kind;
    switch (refusal.kind) {
        case Kind::status: return cause_of_status(refusal.code);
        case Kind::login: return "proxy_other_login";
        case Kind::not_allowed: return "proxy_forbids";
        case Kind::unreachable: return "proxy_cannot_reach";
        case Kind::failed: return "proxy_failed";
        case Kind::other_speech: break;
    }
    return "proxy_other_speech";
}

}  // namespace

Ending unreachable_ending(const Destination& destination) {
    if (destination.proxy) return with_proxy("proxy_unreachable", destination);
    return ending("unreachable", {.where = destination.display()});
}

Ending proxy_refused_ending(const Destination& destination, const ProxyRefusal& refusal) {
    return with_proxy(cause_of(refusal), destination, refusal.code);
}

Ending proxy_gone_ending(const Destination& destination) {
    return with_proxy("proxy_gone", destination);
}

Ending proxy_silent_ending(const Destination& destination) {
    const bool tls = destination.proxy->kind == ProxyKind::https;
    return with_proxy(tls ? Cause("proxy_silent_tls") : Cause("proxy_silent"), destination);
}

}  // namespace ecsview::link
