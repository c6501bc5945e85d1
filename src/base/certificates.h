// SPDX-License-Identifier: GPL-2.0-or-later
// The certificate authorities that both legs (API and console) trust, and the words for a
// certificate that was refused. By mbedTLS. Any thread; each value is its caller's.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/certificate_rules.h"

namespace ecsview {

// mbedTLS fills tables of its own at the first use, without a lock: call it once before there are
// threads that use TLS.
void prepare_tls();

constexpr const char* system_certificates = "/etc/ssl/certs/ca-certificates.crt";

// Certificates of authorities. Parsed once, which takes a while; copies share them, and any number
// of threads may read them.
class TrustedRoots {
public:
    TrustedRoots();

    // `bytes`: PEM with anything in between, or one DER. A certificate that mbedTLS cannot read is
    // left out, because libwebsockets would refuse all of them. Call it before there are copies.
    struct Count {
        std::size_t good = 0, bad = 0;
    };
    Count add(std::string_view bytes);

    bool empty() const noexcept;
    std::string pem() const;
    // Makes `config`, an mbedtls_ssl_config that may not outlive this, trust them and nobody else.
    void install(void* config) const noexcept;

private:
    struct Chain;
    std::shared_ptr<Chain> chain_;
};

// What a console's certificate needs: one of the roots behind it, and one of the keys if there are
// any.
struct Trust {
    TrustedRoots roots;
    Pins pins = {};
};

// The certificates of `system_file` and of `ca_file` (--ca-file: PEM or DER). Throws Error
// (ExitCode::usage) when `ca_file` cannot be read or holds no certificate. A missing system file is
// a warning; there may then be none: TLS is refused, plain VNC needs none.
TrustedRoots trusted_roots(const std::optional<std::string>& ca_file,
                           const std::string& system_file = system_certificates);

// Adds what the rules say to what mbedTLS has `found`; what its callback is to return: not 0
// without memory, which refuses the certificate.
int judge_peer(CertificateRules& rules, const mbedtls_x509_crt& certificate, int depth,
               std::uint32_t& found) noexcept;

// The last moment at which it is valid.
std::chrono::sys_seconds end_of(const mbedtls_x509_crt& certificate);

// A certificate that a peer has shown, for a person; the texts are printable.
struct ShownCertificate {
    std::string subject, issuer;
    std::chrono::sys_seconds ends;
};

// Notes what mbedTLS and CertificateRules find wrong with a peer's certificate. One connection
// attempt each; must outlive the configuration it is attached to.
class CertificateWatch {
public:
    CertificateWatch() = default;
    CertificateWatch(const CertificateWatch&) = delete;
    CertificateWatch& operator=(const CertificateWatch&) = delete;

    // `config` is an mbedtls_ssl_config.
    void attach(void* config) noexcept;
    // The rest of "The certificate of … ", with what to do; the gravest complaint only.
    std::string complaint() const { return describe(flags_); }
    // The certificates that were judged, the authority's first.
    const std::vector<ShownCertificate>& chain() const noexcept { return chain_; }
    // Pure: the same for MBEDTLS_X509_BADCERT_* flags and those of CertificateRules.
    static std::string describe(std::uint32_t flags);

private:
    static int note(void* watch, mbedtls_x509_crt* certificate, int depth,
                    std::uint32_t* found) noexcept;

    std::uint32_t flags_ = 0;
    CertificateRules rules_;
    std::vector<ShownCertificate> chain_;
};

}  // namespace ecsview
