// SPDX-License-Identifier: GPL-2.0-or-later
// What ecsview asks of a server's certificates beyond what mbedTLS does: a host that is named where
// hosts belong, authorities that keep to the names they were given (name constraints, RFC 5280,
// 4.2.1.10) and say themselves that they are some, and the key of --pin. It only ever adds
// complaints. Pure; one thread at a time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct mbedtls_x509_crt;

namespace ecsview {

// The SHA-256 of public keys, as SubjectPublicKeyInfo. One of them has to be the server's; none:
// any will do.
using Pins = std::vector<std::array<std::uint8_t, 32>>;

// "sha256//" and 44 characters of base64, as curl's --pinnedpubkey has it; several with ";" between
// them. Empty: it is not that.
std::optional<Pins> parse_pins(std::string_view text);

class CertificateRules {
public:
    // Flags beside those of mbedTLS, where it has none.
    static constexpr std::uint32_t common_name_only = 1U << 28, beyond_constraints = 1U << 29,
                                   other_key = 1U << 30;

    explicit CertificateRules(Pins pins = {}) : pins_(std::move(pins)) {}

    // For each certificate of a chain, the authority's first: what is against it. The server's own
    // has depth 0, and ends the chain.
    std::uint32_t judge(const mbedtls_x509_crt& certificate, int depth);

private:
    struct Names {
        std::vector<std::string> hosts;      // lower case
        std::vector<std::string> addresses;  // 4 or 16 bytes, in constraints followed by a mask
    };
    struct Constraints {
        Names permitted, excluded;
    };

    static bool read_names(std::string_view list, Names& to);
    static bool keeps_to(const Constraints& constraints, const Names& names);
    bool read_constraints(const mbedtls_x509_crt& authority);
    static Names names_of(const mbedtls_x509_crt& certificate);

    Pins pins_;
    std::vector<Constraints> constraints_;
    bool unreadable_ = false;  // an authority's constraints, so nothing of it is believed
};

}  // namespace ecsview
