// SPDX-License-Identifier: GPL-2.0-or-later
// For tests of TLS: a certificate authority made on the spot, and server certificates of every
// quality. One key serves all of them.
#pragma once

#include <gtest/gtest.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/pk.h>
#include <mbedtls/x509_crt.h>
#include <psa/crypto.h>

#include <string>

namespace ecsview::ecs {

class TestAuthority {
public:
    TestAuthority() {
        EXPECT_EQ(psa_crypto_init(), PSA_SUCCESS);
        mbedtls_entropy_init(&entropy_);
        mbedtls_ctr_drbg_init(&dice_);
        mbedtls_pk_init(&key_);
        EXPECT_EQ(mbedtls_ctr_drbg_seed(&dice_, mbedtls_entropy_func, &entropy_, nullptr, 0), 0);
        EXPECT_EQ(mbedtls_pk_setup(&key_, mbedtls_pk_info_from_type(MBEDTLS_PK_ECKEY)), 0);
        EXPECT_EQ(mbedtls_ecp_gen_key(MBEDTLS_ECP_DP_SECP256R1, mbedtls_pk_ec(key_),
                                      mbedtls_ctr_drbg_random, &dice_),
                  0);
    }
    ~TestAuthority() {
        mbedtls_pk_free(&key_);
        mbedtls_ctr_drbg_free(&dice_);
        mbedtls_entropy_free(&entropy_);
    }
    TestAuthority(const TestAuthority&) = delete;
    TestAuthority& operator=(const TestAuthority&) = delete;

    // The authority's own, as PEM.
    std::string root() { return write("CN=test authority", {}, true); }
    struct Leaf {
        const char* name = "localhost";
        const char *from = "20200101000000", *until = "21200101000000";  // YYYYMMDDhhmmss
    };
    std::string issue(const Leaf& leaf) { return write("CN=test server", leaf, false); }

    mbedtls_pk_context* key() { return &key_; }
    mbedtls_ctr_drbg_context* dice() { return &dice_; }

private:
    std::string write(const char* subject, const Leaf& leaf, bool authority) {
        mbedtls_x509write_cert certificate;
        mbedtls_x509write_crt_init(&certificate);
        unsigned char serial[] = {static_cast<unsigned char>(++serial_)};
        mbedtls_x509_san_list name{};
        name.node.type = MBEDTLS_X509_SAN_DNS_NAME;
        name.node.san.unstructured_name.p =
            reinterpret_cast<unsigned char*>(const_cast<char*>(leaf.name));
        name.node.san.unstructured_name.len = std::char_traits<char>::length(leaf.name);
        mbedtls_x509write_crt_set_version(&certificate, MBEDTLS_X509_CRT_VERSION_3);
        mbedtls_x509write_crt_set_md_alg(&certificate, MBEDTLS_MD_SHA256);
        mbedtls_x509write_crt_set_subject_key(&certificate, &key_);
        mbedtls_x509write_crt_set_issuer_key(&certificate, &key_);
        int bad = mbedtls_x509write_crt_set_serial_raw(&certificate, serial, sizeof serial);
        bad |= mbedtls_x509write_crt_set_validity(&certificate, leaf.from, leaf.until);
        bad |= mbedtls_x509write_crt_set_subject_name(&certificate, subject);
        bad |= mbedtls_x509write_crt_set_issuer_name(&certificate, "CN=test authority");
        bad |= mbedtls_x509write_crt_set_basic_constraints(&certificate, authority, -1);
        if (!authority)
            bad |= mbedtls_x509write_crt_set_subject_alternative_name(&certificate, &name);
        unsigned char pem[4096];
        bad |= mbedtls_x509write_crt_pem(&certificate, pem, sizeof pem, mbedtls_ctr_drbg_random,
                                         &dice_);
        mbedtls_x509write_crt_free(&certificate);
        EXPECT_EQ(bad, 0);
        return reinterpret_cast<const char*>(pem);
    }

    mbedtls_entropy_context entropy_;
    mbedtls_ctr_drbg_context dice_;
    mbedtls_pk_context key_;
    int serial_ = 0;
};

}  // namespace ecsview::ecs
