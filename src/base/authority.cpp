// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/authority.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/ascii.h"
#include "base/language.h"

namespace ecsview {
namespace {

constexpr std::size_t max_name = 253;  // RFC 1035, 2.3.4, in text form
constexpr std::size_t max_label = 63;

Failure refused(std::string clause) {
    return {ExitCode::usage, std::move(clause)};
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_name_byte(char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_';
}

bool is_ipv4(const std::string& host) {
    in_addr address{};
    return inet_pton(AF_INET, host.c_str(), &address) == 1;
}

// One way to write each address (RFC 5952): "0:0::1" is this machine as much as "::1".
std::optional<std::string> usual_ipv6(const std::string& host) {
    in6_addr address{};
    char text[INET6_ADDRSTRLEN];
    if (inet_pton(AF_INET6, host.c_str(), &address) != 1 ||
        !inet_ntop(AF_INET6, &address, text, sizeof text))
        return std::nullopt;
    return text;
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= max_label && label.front() != '-' &&
           label.back() != '-' && std::all_of(label.begin(), label.end(), is_name_byte);
}

// getaddrinfo reads "127.1" and "127.0x1" as addresses: a number as the last label means an IPv4
// address in full, or nothing.
bool is_number(std::string_view label) {
    return label.starts_with("0x") || std::all_of(label.begin(), label.end(), is_digit);
}

bool is_host_name(const std::string& host) {
    if (host.size() > max_name) return false;
    std::string_view rest = host;
    for (;;) {
        const auto dot = rest.find('.');
        const auto label = rest.substr(0, dot);
        if (!is_label(label)) return false;
        if (dot == std::string_view::npos) return !is_number(label) || is_ipv4(host);
        rest.remove_prefix(dot + 1);
    }
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    unsigned port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0 || port > 65535)
        return std::nullopt;
    return static_cast<std::uint16_t>(port);
}

// Splits at the colon before the port; `has_port` tells "host:" from "host".
struct Parts {
    std::string host;
    std::string_view port;
    bool bracketed = false, has_port = false;
};

std::optional<Parts> split(std::string_view text) {
    Parts parts;
    std::size_t end = 0;
    parts.bracketed = text.starts_with('[');
    if (parts.bracketed) {
        const auto bracket = text.find(']');
        if (bracket == std::string_view::npos) return std::nullopt;
        parts.host = text.substr(1, bracket - 1);
        end = bracket + 1;
    } else {
        end = std::min(text.find(':'), text.size());
        parts.host = text.substr(0, end);
    }
    parts.has_port = end < text.size();
    if (parts.has_port && text[end] != ':') return std::nullopt;
    if (parts.has_port) parts.port = text.substr(end + 1);
    return parts;
}

// The clause against the host, which is in its usual form afterwards.
std::optional<std::string> check(Parts& parts) {
    std::string& host = parts.host;
    const std::string malformed = tr("its host is malformed");
    // c_str() in the checks: a NUL must not hide what follows it.
    if (host.find('\0') != std::string::npos) return malformed;
    if (parts.bracketed && host.find('%') != std::string::npos)
        return tr("its address has a zone (%), which this machine alone knows");
    if (std::any_of(host.begin(), host.end(), [](char c) { return (c & 0x80) != 0; }))
        return tr("its host has characters beyond ASCII; write it in its xn-- form");
    if (parts.bracketed) {
        auto usual = usual_ipv6(host);
        if (!usual) return malformed;
        host = std::move(*usual);
        return std::nullopt;
    }
    if (host.ends_with('.')) host.pop_back();
    if (!is_host_name(host)) return malformed;
    return std::nullopt;
}

}  // namespace

bool Authority::loopback() const noexcept {
    return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_ipv4(host));
}

std::string bracketed(const std::string& host) {
    return host.find(':') != std::string::npos ? "[" + host + "]" : host;
}

std::string Authority::text(std::uint16_t default_port) const {
    const std::string name = shown();
    return port == default_port ? name : name + ":" + std::to_string(port);
}

Result<Authority> parse_authority(std::string_view text, std::uint16_t default_port) {
    if (text.find('@') != std::string_view::npos)
        return refused(tr("it has a user name or a password before the host"));
    auto parts = split(text);
    if (!parts) return refused(tr("its host is malformed"));
    if (parts->host.empty()) return refused(tr("it has no host"));
    parts->host = lower_case(parts->host);
    if (auto clause = check(*parts)) return refused(*clause);
    if (!parts->has_port) return Authority{std::move(parts->host), default_port};
    const auto port = parse_port(parts->port);
    if (!port) return refused(tr("its port is not a number between 1 and 65535"));
    return Authority{std::move(parts->host), *port};
}

}  // namespace ecsview
