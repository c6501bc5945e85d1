// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/certificate_rules.h"

#include <mbedtls/asn1.h>
#include <mbedtls/base64.h>
#include <mbedtls/oid.h>
#include <mbedtls/x509_crt.h>

#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/hash.h"

namespace ecsview {
namespace {

constexpr std::string_view basic_constraints = "\x55\x1d\x13";  // 2.5.29.19
constexpr std::string_view name_constraints = "\x55\x1d\x1e";   // 2.5.29.30
// The tags of a GeneralName.
constexpr int dns_name = MBEDTLS_ASN1_CONTEXT_SPECIFIC | 2;
constexpr int ip_address = MBEDTLS_ASN1_CONTEXT_SPECIFIC | 7;
constexpr int sequence = MBEDTLS_ASN1_SEQUENCE | MBEDTLS_ASN1_CONSTRUCTED;
constexpr int tagged = MBEDTLS_ASN1_CONTEXT_SPECIFIC | MBEDTLS_ASN1_CONSTRUCTED;

std::string_view view(const mbedtls_asn1_buf& bytes) {
    return {reinterpret_cast<const char*>(bytes.p), bytes.len};
}

// Takes one element off `rest`; `tag` is -1 when there is none that can be read.
struct Element {
    int tag = -1;
    std::string_view content{};
};
Element take(std::string_view& rest) {
    if (rest.empty()) return {};
    auto* const begin = reinterpret_cast<unsigned char*>(const_cast<char*>(rest.data()));
    unsigned char* at = begin + 1;
    std::size_t size = 0;
    if (mbedtls_asn1_get_len(&at, begin + rest.size(), &size) != 0) return {};
    const Element found{*begin, rest.substr(static_cast<std::size_t>(at - begin), size)};
    rest.remove_prefix(static_cast<std::size_t>(at - begin) + size);
    return found;
}

// The content of the extension's OCTET STRING.
std::optional<std::string_view> extension(const mbedtls_x509_crt& certificate,
                                          std::string_view oid) {
    auto whole = view(certificate.v3_ext);
    for (auto all = take(whole).content; !all.empty();) {
        auto one = take(all);
        if (one.tag != sequence) return std::nullopt;
        if (take(one.content).content != oid) continue;
        auto value = take(one.content);
        if (value.tag == MBEDTLS_ASN1_BOOLEAN) value = take(one.content);
        return value.content;
    }
    return std::nullopt;
}

// mbedTLS takes a number for the word that makes an authority, and reads on behind the extension's
// end (CVE-2026-49300). Without the extension it is an old root, or mbedTLS refuses it.
bool is_authority(const mbedtls_x509_crt& certificate) {
    const auto found = extension(certificate, basic_constraints);
    if (!found) return true;
    auto rest = *found;
    auto whole = take(rest);
    const auto word = take(whole.content);
    return whole.tag == sequence && rest.empty() && word.tag == MBEDTLS_ASN1_BOOLEAN &&
           word.content.size() == 1 && word.content[0] != 0;
}

bool has_names(const mbedtls_x509_crt& certificate) {
    return mbedtls_x509_crt_has_ext_type(&certificate, MBEDTLS_X509_EXT_SUBJECT_ALT_NAME) != 0;
}

// "a.example" is under "example", ".example" and itself; all is under "".
bool under(std::string_view host, std::string_view domain) {
    if (domain.empty()) return true;
    if (!host.ends_with(domain)) return false;
    host.remove_suffix(domain.size());
    return domain.starts_with('.') ? !host.empty() : host.empty() || host.ends_with('.');
}

// A wildcard stands for hosts of which one may be what is meant here.
bool touches(std::string_view host, std::string_view domain) {
    return under(host, domain) || (host.starts_with("*.") && under(domain, host.substr(2)));
}

bool within(std::string_view address, std::string_view net) {
    if (net.size() != 2 * address.size()) return false;
    for (std::size_t i = 0; i < address.size(); ++i)
        if ((address[i] ^ net[i]) & net[address.size() + i]) return false;
    return true;
}

}  // namespace

std::optional<Pins> parse_pins(std::string_view text) {
    constexpr std::string_view kind = "sha256//";
    Pins pins;
    for (bool more = true; more;) {
        auto one = text.substr(0, text.find(';'));
        more = one.size() < text.size();
        text.remove_prefix(one.size() + more);
        if (!one.starts_with(kind)) return std::nullopt;
        one.remove_prefix(kind.size());
        std::size_t size = 0;
        auto& pin = pins.emplace_back();
        if (mbedtls_base64_decode(pin.data(), pin.size(), &size,
                                  reinterpret_cast<const unsigned char*>(one.data()),
                                  one.size()) != 0 ||
            base64(pin) != one)  // spelled in another way, or shorter
            return std::nullopt;
    }
    return pins;
}

std::uint32_t CertificateRules::judge(const mbedtls_x509_crt& certificate, int depth) {
    if (depth > 0) {
        unreadable_ = !is_authority(certificate) || !read_constraints(certificate) || unreadable_;
        return 0;
    }
    const auto constraints = std::exchange(constraints_, {});
    const bool unreadable = std::exchange(unreadable_, false);
    std::uint32_t flags = 0;
    const auto key = sha256(view(certificate.pk_raw));
    if (!pins_.empty() && std::find(pins_.begin(), pins_.end(), key) == pins_.end())
        flags |= other_key;
    if (!has_names(certificate)) flags |= common_name_only;
    const auto names = names_of(certificate);
    const bool keeps = std::all_of(constraints.begin(), constraints.end(),
                                   [&](const auto& each) { return keeps_to(each, names); });
    if (unreadable || !keeps) flags |= beyond_constraints;
    return flags;
}

// Other kinds of names than these two are no server's: they are left out.
bool CertificateRules::read_names(std::string_view list, Names& to) {
    while (!list.empty()) {
        auto subtree = take(list);
        if (subtree.tag != sequence) return false;
        const auto base = take(subtree.content);
        if (base.tag < 0) return false;
        if (base.tag == dns_name) to.hosts.push_back(lower_case(base.content));
        if (base.tag != ip_address) continue;
        if (base.content.size() != 8 && base.content.size() != 32) return false;
        to.addresses.emplace_back(base.content);
    }
    return true;
}

// False: it has some that cannot be read.
bool CertificateRules::read_constraints(const mbedtls_x509_crt& authority) {
    const auto found = extension(authority, name_constraints);
    if (!found) return true;
    auto rest = *found;
    const auto whole = take(rest);
    if (whole.tag != sequence || !rest.empty()) return false;
    Constraints constraints;
    for (auto parts = whole.content; !parts.empty();) {
        const auto part = take(parts);
        if (part.tag != tagged && part.tag != (tagged | 1)) return false;
        auto& to = part.tag == tagged ? constraints.permitted : constraints.excluded;
        if (!read_names(part.content, to)) return false;
    }
    constraints_.push_back(std::move(constraints));
    return true;
}

CertificateRules::Names CertificateRules::names_of(const mbedtls_x509_crt& certificate) {
    Names names;
    if (!has_names(certificate)) return names;
    for (const auto* each = &certificate.subject_alt_names; each; each = each->next) {
        if (each->buf.tag == dns_name) names.hosts.push_back(lower_case(view(each->buf)));
        if (each->buf.tag == ip_address) names.addresses.emplace_back(view(each->buf));
    }
    return names;
}

bool CertificateRules::keeps_to(const Constraints& constraints, const Names& names) {
    const auto among = [](const auto& list, const auto& matches) {
        return std::any_of(list.begin(), list.end(), matches);
    };
    const auto& [permitted, excluded] = constraints;
    for (const auto& host : names.hosts) {
        const auto holds = [&](const auto& domain) { return under(host, domain); };
        const auto hits = [&](const auto& domain) { return touches(host, domain); };
        if (!permitted.hosts.empty() && !among(permitted.hosts, holds)) return false;
        if (among(excluded.hosts, hits)) return false;
    }
    for (const auto& address : names.addresses) {
        const auto holds = [&](const auto& net) { return within(address, net); };
        if (!permitted.addresses.empty() && !among(permitted.addresses, holds)) return false;
        if (among(excluded.addresses, holds)) return false;
    }
    return true;
}

}  // namespace ecsview
