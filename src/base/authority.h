// SPDX-License-Identifier: GPL-2.0-or-later
// The `host[:port]` of a URL, checked so strictly that it may go into a request line, a Host header
// and a certificate check. Values only: any thread, no name look-up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.h"

namespace ecsview {

// Brackets around an IPv6 address, for all that is read beside a colon.
std::string bracketed(const std::string& host);

struct Authority {
    std::string host;        // lower case, no final dot; IPv6 in its usual form, no brackets
    std::uint16_t port = 0;  // never 0 once parsed

    bool operator==(const Authority&) const = default;
    bool ipv6() const noexcept { return host.find(':') != std::string::npos; }
    // Only what cannot leave the machine: "localhost", 127.0.0.0/8, ::1.
    bool loopback() const noexcept;
    // "host:port" as in a Host header: brackets around IPv6, no port when it is `default_port`.
    std::string text(std::uint16_t default_port = 0) const;
    // As people write it: an IPv6 address in brackets.
    std::string shown() const { return bracketed(host); }
};

// Failure: a clause for the caller's sentence ("its port is not between 1 and 65535"), with no part
// of the text in it. A final dot is left out: certificates and SNI have none. Names beyond ASCII
// are taken in their xn-- form only. Refused: user names, escapes, abbreviated IPv4, and zone ids,
// which mean something on one machine alone.
Result<Authority> parse_authority(std::string_view text, std::uint16_t default_port);

}  // namespace ecsview
