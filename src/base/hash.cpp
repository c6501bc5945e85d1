// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/hash.h"

#include <mbedtls/base64.h>
#include <mbedtls/md.h>
#include <mbedtls/sha256.h>

#include <new>

namespace ecsview {
namespace {

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// In software these functions fail for want of memory only.
void check(int result) {
    if (result != 0) throw std::bad_alloc();
}

template <class Sum>
Sum hmac(mbedtls_md_type_t type, std::string_view key, std::string_view text) {
    Sum sum;
    check(mbedtls_md_hmac(mbedtls_md_info_from_type(type), bytes(key), key.size(), bytes(text),
                          text.size(), sum.data()));
    return sum;
}

}  // namespace

Sha256 sha256(std::string_view text) {
    Sha256 sum;
    check(mbedtls_sha256(bytes(text), text.size(), sum.data(), 0));
    return sum;
}

Sha256 hmac_sha256(std::string_view key, std::string_view text) {
    return hmac<Sha256>(MBEDTLS_MD_SHA256, key, text);
}

Sha1 hmac_sha1(std::string_view key, std::string_view text) {
    return hmac<Sha1>(MBEDTLS_MD_SHA1, key, text);
}

std::string hex(std::span<const std::uint8_t> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const auto byte : bytes) {
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::string base64(std::span<const std::uint8_t> bytes) {
    std::size_t size = (bytes.size() + 2) / 3 * 4;
    std::string out(size + 1, '\0');  // mbedTLS ends it with a zero
    check(mbedtls_base64_encode(reinterpret_cast<unsigned char*>(out.data()), out.size(), &size,
                                bytes.data(), bytes.size()));
    out.resize(size);
    return out;
}

}  // namespace ecsview
