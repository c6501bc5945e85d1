// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/proxy_talk.h"

#include "link/tunnel/http_connect.h"
#include "link/tunnel/socks5.h"

namespace ecsview::link {

std::unique_ptr<ProxyTalk> talk_with(const Proxy& proxy, const Authority& target) {
    if (proxy.kind == ProxyKind::http || proxy.kind == ProxyKind::https)
        return std::make_unique<HttpConnect>(proxy, target);
    return std::make_unique<Socks5>(proxy, target);
}

}  // namespace ecsview::link
