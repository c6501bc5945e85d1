// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.h"
#include "base/environment.h"
#include "base/language.h"
#include "base/percent.h"

namespace ecsview {
namespace {

struct Scheme {
    std::string_view name;
    ProxyKind kind;
    std::uint16_t usual_port;
};
constexpr Scheme schemes[] = {{"http", ProxyKind::http, 8080},
                              {"https", ProxyKind::https, 443},
                              {"socks5", ProxyKind::socks5, 1080},
                              {"socks5h", ProxyKind::socks5h, 1080}};

// RFC 1929 counts the bytes of each in one byte.
constexpr std::size_t max_credential = 255;

const Scheme* scheme_of(std::string_view name) {
    for (const auto& scheme : schemes)
        if (equals_ignoring_case(name, scheme.name)) return &scheme;
    return nullptr;
}

Failure unusable(std::string clause) {
    return {ExitCode::usage, std::move(clause)};
}

// Nothing: an escape that is none, or a control byte.
std::optional<Secret> decoded(std::string_view text) {
    auto out = percent_decode(text);
    if (!out) return std::nullopt;
    Secret secret(std::move(*out));
    if (has_control_bytes(secret.reveal())) return std::nullopt;
    return secret;
}

// An address as bytes, IPv4 as 4 and IPv6 as 16; empty: a name.
std::string address_bytes(const std::string& text) {
    std::array<char, 16> bytes;
    if (inet_pton(AF_INET, text.c_str(), bytes.data()) == 1) return {bytes.data(), 4};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1) return {bytes.data(), 16};
    return {};
}

bool same_bits(std::string_view a, std::string_view b, unsigned bits) {
    if (a.empty() || a.size() != b.size() || bits > 8 * a.size()) return false;
    for (unsigned i = 0; i < bits; ++i)
        if (((a[i / 8] ^ b[i / 8]) >> (7 - i % 8)) & 1) return false;
    return true;
}

bool is_in_network(std::string_view entry, const std::string& host) {
    const auto slash = entry.find('/');
    const auto network = address_bytes(std::string(entry.substr(0, slash)));
    unsigned bits = static_cast<unsigned>(8 * network.size());
    if (slash != std::string_view::npos) {
        const auto text = entry.substr(slash + 1);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
        if (error != std::errc{} || end != text.data() + text.size()) return false;
    }
    return same_bits(network, address_bytes(host), bits);
}

bool is_below(std::string_view name, std::string_view host) {
    if (name.starts_with("*.")) name.remove_prefix(2);
    if (name.starts_with('.')) name.remove_prefix(1);
    if (name.ends_with('.')) name.remove_suffix(1);
    if (name.empty() || !host.ends_with(name)) return false;
    return host.size() == name.size() || host[host.size() - name.size() - 1] == '.';
}

// "[::1]:443", "host:443", "::1": the part before a port that is this one; nothing: another port.
std::optional<std::string_view> without_port(std::string_view entry, std::uint16_t port) {
    const bool brackets = entry.starts_with('[');
    const auto end = brackets ? entry.find(']') : entry.find(':');
    const bool bare_ipv6 = !brackets && end != std::string_view::npos &&
                           entry.find(':', end + 1) != std::string_view::npos;
    if (end == std::string_view::npos || bare_ipv6) return entry;
    const auto host = brackets ? entry.substr(1, end - 1) : entry.substr(0, end);
    const auto rest = entry.substr(end + (brackets ? 1 : 0));
    if (rest.empty() || rest == ":" + std::to_string(port)) return host;
    return std::nullopt;
}

bool names(std::string_view entry, const Authority& host) {
    if (entry == "*") return true;
    const auto name = without_port(entry, host.port);
    if (!name) return false;
    const bool numeric = !address_bytes(host.host).empty();
    return numeric ? is_in_network(*name, host.host) : is_below(*name, host.host);
}

std::optional<std::string> proxy_text() {
    for (const char* name : {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"})
        if (auto text = environment(name)) return text;
    return std::nullopt;
}

// USER[:PASSWORD], percent-encoded. In HTTP a name ends at its first colon (RFC 7617).
std::optional<Failure> read_login(std::string_view login, Proxy& proxy) {
    const auto colon = std::min(login.find(':'), login.size());
    auto user = decoded(login.substr(0, colon));
    auto password = decoded(login.substr(std::min(colon + 1, login.size())));
    const bool http = proxy.kind == ProxyKind::http || proxy.kind == ProxyKind::https;
    if (!user || !password || (http && user->reveal().find(':') != std::string_view::npos))
        return unusable(tr("its user name or password is not percent-encoded"));
    if (std::max(user->reveal().size(), password->reveal().size()) > max_credential)
        return unusable(tr("its user name or password is longer than 255 bytes"));
    if (!http && user->empty() && !password->empty())
        return unusable(tr("it has a password and no user name"));
    proxy.user = std::move(*user);
    proxy.password = std::move(*password);
    return std::nullopt;
}

std::string no_proxy_text() {
    auto list = environment("no_proxy");
    if (!list) list = environment("NO_PROXY");
    return list.value_or("");
}

}  // namespace

std::string Proxy::url() const {
    for (const auto& scheme : schemes)
        if (scheme.kind == kind) return std::string(scheme.name) + "://" + authority.text();
    return {};
}

Result<Proxy> parse_proxy(std::string_view url) {
    const auto* scheme = scheme_of("http");
    if (const auto end = url.find("://"); end != std::string_view::npos) {
        scheme = scheme_of(url.substr(0, end));
        if (!scheme) return unusable(tr("its scheme is none of http, https, socks5 and socks5h"));
        url.remove_prefix(end + 3);
    }
    if (url.ends_with('/')) url.remove_suffix(1);
    Proxy proxy;
    proxy.kind = scheme->kind;
    if (const auto at = url.rfind('@'); at != std::string_view::npos) {
        if (auto failure = read_login(url.substr(0, at), proxy)) return std::move(*failure);
        url.remove_prefix(at + 1);
    }
    auto authority = parse_authority(url, scheme->usual_port);
    if (!authority) return authority.failure();
    proxy.authority = std::move(*authority);
    return proxy;
}

bool is_listed(std::string_view list, const Authority& host) {
    const std::string lower = lower_case(list);
    for (std::string_view rest = lower; !rest.empty();) {
        const auto size = std::min(rest.find_first_of(", \t"), rest.size());
        if (size > 0 && names(rest.substr(0, size), host)) return true;
        rest.remove_prefix(std::min(size + 1, rest.size()));
    }
    return false;
}

Result<std::optional<Proxy>> proxy_for(const Authority& host) {
    const auto text = proxy_text();
    if (!text || is_listed(no_proxy_text(), host)) return std::optional<Proxy>();
    auto proxy = parse_proxy(*text);
    if (proxy) return std::optional<Proxy>(std::move(*proxy));
    return Failure{ExitCode::usage, tr("The proxy cannot be used: {1}; correct --proxy, "
                                       "https_proxy or all_proxy, or list {2} in no_proxy.",
                                       proxy.failure().sentence, host.host)};
}

}  // namespace ecsview
