// SPDX-License-Identifier: GPL-2.0-or-later
#include "link/tunnel/dial_failure.h"

namespace ecsview::link {
namespace {

Failure network(std::string sentence) {
    return {ExitCode::network, std::move(sentence)};
}

std::string proxy_at(const Destination& destination) {
    return "The proxy at " + destination.proxy->authority.text();
}

const char* advice_on(unsigned status) {
    // 401 is tinyproxy's word for a wrong login.
    return status == 407 || status == 401 ? "give it a user name and a password with --proxy."
           : status >= 500                ? "it cannot reach the console, try again later."
                                          : "check --proxy, https_proxy and no_proxy.";
}

}  // namespace

Failure unreachable_failure(const Destination& destination) {
    if (destination.proxy)
        return network(proxy_at(destination) +
                       " does not answer; check --proxy, https_proxy and the network.");
    return network("Nothing answers at " + destination.display() +
                   "; check the address, the network and the firewall.");
}

Failure proxy_refused_failure(const Destination& destination, const ProxyRefusal& refusal) {
    using Kind = ProxyRefusal::Kind;
    const std::string proxy = proxy_at(destination), where = destination.display();
    switch (refusal.kind) {
        case Kind::status:
            return network(proxy + " refused the way to " + where + " (HTTP " +
                           std::to_string(refusal.code) + "); " + advice_on(refusal.code));
        case Kind::login:
            return network(proxy + " wants another user name or password; give it with --proxy.");
        case Kind::not_allowed:
            return network(proxy + " does not allow the way to " + where +
                           "; check its rules and no_proxy.");
        case Kind::unreachable:
            return network(proxy + " cannot reach " + where + "; try again later.");
        case Kind::failed:
            return network(proxy + " failed on the way to " + where + " (SOCKS " +
                           std::to_string(refusal.code) + "); try again later.");
        case Kind::other_speech: break;
    }
    return network(proxy +
                   " answers what no proxy of its kind says; check --proxy and "
                   "https_proxy: http://, https:// or socks5://, and the port.");
}

Failure proxy_gone_failure(const Destination& destination) {
    return network(proxy_at(destination) +
                   " closed the connection and did not say why; check "
                   "--proxy and https_proxy, or try again later.");
}

Failure proxy_silent_failure(const Destination& destination) {
    const bool tls = destination.proxy->kind == ProxyKind::https;
    return network(proxy_at(destination) +
                   " accepted the connection and did not answer; check "
                   "--proxy and https_proxy" +
                   (tls ? ": it may be http://." : ", or try again later."));
}

Failure nobody_trusted_failure() {
    return {ExitCode::tls_identity,
            "There are no trusted certificate authorities for the proxy; install the package "
            "ca-certificates or use --ca-file."};
}

Failure no_descriptor_failure() {
    return network("There is no descriptor or no memory left to connect; close some programs.");
}

}  // namespace ecsview::link
