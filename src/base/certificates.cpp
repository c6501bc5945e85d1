// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/certificates.h"

#include <fcntl.h>
#include <mbedtls/base64.h>
#include <mbedtls/ssl.h>
#include <mbedtls/x509_crt.h>
#include <psa/crypto.h>

#include <algorithm>
#include <new>

#include "base/error.h"
#include "base/language.h"
#include "base/log.h"
#include "base/unique_fd.h"

namespace ecsview {
namespace {

constexpr std::size_t max_file = std::size_t{16} * 1024 * 1024;
constexpr std::string_view begin_mark = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view end_mark = "-----END CERTIFICATE-----";

// Written anew from the parsed certificate: no text of the file is passed on.
std::string pem_of(const mbedtls_x509_crt& certificate) {
    const auto& raw = certificate.raw;
    std::string base64(raw.len / 3 * 4 + 8, '\0');
    std::size_t size = 0;
    if (mbedtls_base64_encode(reinterpret_cast<unsigned char*>(base64.data()), base64.size(), &size,
                              raw.p, raw.len) != 0)
        return {};
    std::string out(begin_mark);
    for (std::size_t at = 0; at < size; at += 64)
        out += "\n" + base64.substr(at, std::min<std::size_t>(64, size - at));
    return out.append("\n").append(end_mark).append("\n");
}

std::optional<std::string> read_file(const std::string& path) {
    const UniqueFd fd(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd) return std::nullopt;
    std::string bytes;
    for (char block[64 * 1024];;) {
        const auto size = read(fd.get(), block, sizeof block);
        if (size < 0 || bytes.size() > max_file) return std::nullopt;
        if (size == 0) return bytes;
        bytes.append(block, static_cast<std::size_t>(size));
    }
}

void add_of_user(TrustedRoots& roots, const std::string& path) {
    const auto bytes = read_file(path);
    if (!bytes)
        throw Error(
            ExitCode::usage,
            tr("The CA file (--ca-file) cannot be read: {1}; check its name and who may read it.",
               log::printable(path)));
    const auto found = roots.add(*bytes);
    if (found.good == 0)
        throw Error(ExitCode::usage, tr("The CA file (--ca-file) has no certificate that can be "
                                        "read: {1}; give it one in PEM form.",
                                        log::printable(path)));
    if (found.bad != 0)
        log::warning("base", "the CA file has certificates that cannot be read",
                     {{"count", std::to_string(found.bad)}});
}

std::string name_of(const mbedtls_x509_name& name) {
    char text[512];
    const int size = mbedtls_x509_dn_gets(text, sizeof text, &name);
    return size < 0 ? "?" : log::printable({text, static_cast<std::size_t>(size)}, 128);
}

std::chrono::sys_seconds time_of(const mbedtls_x509_time& t) {
    using namespace std::chrono;
    const year_month_day day{year(t.year), month(static_cast<unsigned>(t.mon)),
                             std::chrono::day(static_cast<unsigned>(t.day))};
    return sys_days(day) + hours(t.hour) + minutes(t.min) + seconds(t.sec);
}

struct Complaint {
    std::uint32_t flag;
    std::string_view text;
};

// The gravest first.
constexpr Complaint complaints[] = {
    {MBEDTLS_X509_BADCERT_MISSING, tr_later("is missing")},
    {MBEDTLS_X509_BADCERT_NOT_TRUSTED, tr_later("is not from an authority that this machine "
                                                "trusts; if it is your own, name the authority's "
                                                "certificate with --ca-file")},
    {MBEDTLS_X509_BADCERT_CN_MISMATCH, tr_later("is for another host name; check the name")},
    {CertificateRules::common_name_only, tr_later("names its host in the common name only, which "
                                                  "does not count; the server needs one with a "
                                                  "subject alternative name")},
    {CertificateRules::beyond_constraints,
     tr_later("is for a host that its authority may not vouch for; the server needs another one")},
    {MBEDTLS_X509_BADCERT_REVOKED, tr_later("was revoked")},
    {MBEDTLS_X509_BADCERT_EXPIRED, tr_later("has expired, or the clock of this machine is wrong")},
    {MBEDTLS_X509_BADCERT_FUTURE,
     tr_later("is not valid yet, or the clock of this machine is wrong")},
    {MBEDTLS_X509_BADCERT_BAD_MD | MBEDTLS_X509_BADCERT_BAD_PK | MBEDTLS_X509_BADCERT_BAD_KEY,
     tr_later("is too weak to be trusted; the server needs a better one")},
    {MBEDTLS_X509_BADCERT_KEY_USAGE | MBEDTLS_X509_BADCERT_EXT_KEY_USAGE |
         MBEDTLS_X509_BADCERT_NS_CERT_TYPE,
     tr_later("is not meant for a server")},
};

}  // namespace

std::chrono::sys_seconds end_of(const mbedtls_x509_crt& certificate) {
    return time_of(certificate.valid_to);
}

struct TrustedRoots::Chain {
    Chain() { mbedtls_x509_crt_init(&first); }
    ~Chain() { mbedtls_x509_crt_free(&first); }
    Chain(const Chain&) = delete;
    Chain& operator=(const Chain&) = delete;

    // One certificate, PEM or DER; what cannot be read leaves the chain as it was.
    void add(const std::string& text, Count& count) {
        // The terminating NUL counts: by it mbedTLS knows PEM from DER.
        const bool pem = text.starts_with("-----");
        const int failed = mbedtls_x509_crt_parse(
            &first, reinterpret_cast<const unsigned char*>(text.c_str()), text.size() + pem);
        ++(failed ? count.bad : count.good);
    }

    mbedtls_x509_crt first;  // version 0: there is none yet
};

TrustedRoots::TrustedRoots() : chain_(std::make_shared<Chain>()) {}

TrustedRoots::Count TrustedRoots::add(std::string_view bytes) {
    Count found;
    if (bytes.find(begin_mark) == std::string_view::npos) {
        chain_->add(std::string(bytes), found);
        return found;
    }
    for (auto at = bytes.find(begin_mark); at != std::string_view::npos;
         at = bytes.find(begin_mark, at + 1)) {
        const auto end = bytes.find(end_mark, at);
        if (end == std::string_view::npos) {
            ++found.bad;
            break;
        }
        chain_->add(std::string(bytes.substr(at, end + end_mark.size() - at)), found);
    }
    return found;
}

bool TrustedRoots::empty() const noexcept {
    return chain_->first.version == 0;
}

std::string TrustedRoots::pem() const {
    std::string out;
    if (!empty())
        for (const auto* each = &chain_->first; each; each = each->next) out += pem_of(*each);
    return out;
}

void TrustedRoots::install(void* config) const noexcept {
    mbedtls_ssl_conf_ca_chain(static_cast<mbedtls_ssl_config*>(config), &chain_->first, nullptr);
}

void prepare_tls() {
    psa_crypto_init();
    mbedtls_ssl_list_ciphersuites();
}

TrustedRoots trusted_roots(const std::optional<std::string>& ca_file,
                           const std::string& system_file) {
    TrustedRoots roots;
    if (ca_file) add_of_user(roots, *ca_file);
    if (const auto bytes = read_file(system_file))
        roots.add(*bytes);
    else
        log::warning("base", ca_file ? "the system has no bundle of certificate authorities; only "
                                       "those of --ca-file are trusted"
                                     : "the system has no bundle of certificate authorities; "
                                       "install the package ca-certificates or use --ca-file");
    return roots;
}

int judge_peer(CertificateRules& rules, const mbedtls_x509_crt& certificate, int depth,
               std::uint32_t& found) noexcept {
    try {
        found |= rules.judge(certificate, depth);
        return 0;
    } catch (const std::bad_alloc&) {
        return MBEDTLS_ERR_X509_ALLOC_FAILED;
    }
}

void CertificateWatch::attach(void* config) noexcept {
    flags_ = 0;
    chain_.clear();
    auto* const tls = static_cast<mbedtls_ssl_config*>(config);
    mbedtls_ssl_conf_verify(tls, &note, this);
    // libcurl's own choice takes RSA of 1024 bits, and SHA-1.
    mbedtls_ssl_conf_cert_profile(tls, &mbedtls_x509_crt_profile_default);
}

int CertificateWatch::note(void* watch, mbedtls_x509_crt* certificate, int depth,
                           std::uint32_t* found) noexcept {
    auto& own = *static_cast<CertificateWatch*>(watch);
    const int failed = judge_peer(own.rules_, *certificate, depth, *found);
    own.flags_ |= *found;
    try {
        own.chain_.push_back(
            {name_of(certificate->subject), name_of(certificate->issuer), end_of(*certificate)});
    } catch (const std::bad_alloc&) {
        return MBEDTLS_ERR_X509_ALLOC_FAILED;
    }
    return failed;
}

std::string CertificateWatch::describe(std::uint32_t flags) {
    for (const auto& complaint : complaints)
        if (flags & complaint.flag) return tr(complaint.text);
    return tr("was refused");
}

}  // namespace ecsview
