// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/certificates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mbedtls/base64.h>
#include <mbedtls/x509_crt.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "base/error.h"

namespace ecsview {
namespace {

using testing::HasSubstr;

// A self-signed P-256 certificate, "CN = ecsview test root", until 2126; its key was thrown away.
const std::string root = R"(-----BEGIN CERTIFICATE-----
MIIBjzCCATWgAwIBAgIUA+K4PUqKAHcfoqRHa7KWcZ8IwP4wCgYIKoZIzj0EAwIw
HDEaMBgGA1UEAwwRZWNzdmlldyB0ZXN0IHJvb3QwIBcNMjYxMTI0MDQ0NjU3WhgP
MjEyNjEwMzEwNDQ2NTdaMBwxGjAYBgNVBAMMEWVjc3ZpZXcgdGVzdCByb290MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEWER6m0gYdndrc+P3oYkLod38P1X7HeZe
lmdXQQsS8F+JW5FGSbwgnoeIadbh+JXFE9hj0tYd3DjHibLzydkIEqNTMFEwHQYD
VR0OBBYEFD/R5sNO74vp0eatdhN6vJPF61QXMB8GA1UdIwQYMBaAFD/R5sNO74vp
0eatdhN6vJPF61QXMA8GA1UdEwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIh
AJA1+LVXzutmU14wvoRseSz987ZPQc0jNIqLTf8VswvOAiAuMKjylgJflB12DN1t
1ZTt8oixAR76eTpbSsquvds/Ng==
-----END CERTIFICATE-----
)";

std::string der() {
    std::string text = root.substr(28, root.find("-----END") - 28);
    std::erase(text, '\n');
    std::string out(text.size(), '\0');
    std::size_t size = 0;
    EXPECT_EQ(
        mbedtls_base64_decode(reinterpret_cast<unsigned char*>(out.data()), out.size(), &size,
                              reinterpret_cast<const unsigned char*>(text.data()), text.size()),
        0);
    out.resize(size);
    return out;
}

std::string damaged() {
    auto text = root;
    text[28] = 'A';  // no SEQUENCE any more
    return text;
}

class CertificatesTest : public testing::Test {
protected:
    void SetUp() override {
        char name[] = "/tmp/ecsview-certificates-XXXXXX";
        folder_ = mkdtemp(name);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string file(const char* name, const std::string& text) const {
        std::ofstream(folder_ + "/" + name) << text;
        return folder_ + "/" + name;
    }
    static std::string refused(const std::string& ca_file) {
        try {
            return "accepted: " + trusted_roots(ca_file, "/nonexistent").pem();
        } catch (const Error& error) {
            EXPECT_EQ(error.failure().code, ExitCode::usage);
            return error.failure().sentence;
        }
    }

    std::string folder_;
};

TEST_F(CertificatesTest, PemAndDerBecomeTheSamePem) {
    for (const auto& bytes :
         {root, der(), "words before\n" + root + "and after",
          "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n" + root}) {
        TrustedRoots roots;
        const auto found = roots.add(bytes);
        EXPECT_EQ(roots.pem(), root);
        EXPECT_EQ(found.good, 1u);
        EXPECT_EQ(found.bad, 0u);
    }
}

TEST_F(CertificatesTest, OneBadCertificateDoesNotSpoilTheOthers) {
    TrustedRoots roots;
    const auto found = roots.add(root + damaged() + root);
    EXPECT_EQ(roots.pem(), root + root);
    EXPECT_EQ(found.good, 2u);
    EXPECT_EQ(found.bad, 1u);
    const auto cut = roots.add(root + root.substr(0, 200));
    EXPECT_EQ(roots.pem(), root + root + root);
    EXPECT_EQ(cut.bad, 1u);
}

TEST_F(CertificatesTest, WhatIsNoCertificate) {
    for (const std::string bytes : {"", "x", "-----BEGIN CERTIFICATE-----", "\x30\x82\xff\xff"}) {
        TrustedRoots roots;
        const auto found = roots.add(bytes);
        EXPECT_EQ(roots.pem(), "");
        EXPECT_TRUE(roots.empty());
        EXPECT_EQ(found.bad, 1u);
    }
    EXPECT_EQ(TrustedRoots().add(der().substr(0, 100)).good, 0u);
}

TEST_F(CertificatesTest, TheUsersAuthoritiesAreAddedToTheSystems) {
    const auto system = file("system", root);
    EXPECT_EQ(trusted_roots(std::nullopt, system).pem(), root);
    EXPECT_EQ(trusted_roots(file("ca", der()), system).pem(), root + root);
    EXPECT_EQ(trusted_roots(file("ca", root), folder_ + "/absent").pem(), root);
    EXPECT_EQ(trusted_roots(std::nullopt, folder_ + "/absent").pem(), "");
}

TEST_F(CertificatesTest, ACaFileMustServe) {
    EXPECT_THAT(refused(folder_ + "/absent"), HasSubstr("cannot be read"));
    EXPECT_THAT(refused(folder_), HasSubstr("cannot be read"));
    EXPECT_THAT(refused(file("ca", "")), HasSubstr("no certificate"));
    EXPECT_THAT(refused(file("ca", damaged())), HasSubstr("no certificate"));
}

TEST_F(CertificatesTest, TheSystemsBundleIsReadable) {
    if (!std::filesystem::exists(system_certificates)) GTEST_SKIP() << "no ca-certificates here";
    std::ifstream bundle(system_certificates);
    const auto found = TrustedRoots().add(
        std::string(std::istreambuf_iterator<char>(bundle), std::istreambuf_iterator<char>()));
    EXPECT_GT(found.good, 50u);
    EXPECT_EQ(found.bad, 0u);
}

TEST_F(CertificatesTest, TheGravestComplaintIsMade) {
    const auto describe = [](int flags) {
        return CertificateWatch::describe(static_cast<std::uint32_t>(flags));
    };
    EXPECT_THAT(describe(MBEDTLS_X509_BADCERT_NOT_TRUSTED | MBEDTLS_X509_BADCERT_CN_MISMATCH |
                         MBEDTLS_X509_BADCERT_EXPIRED),
                HasSubstr("--ca-file"));
    EXPECT_THAT(describe(MBEDTLS_X509_BADCERT_CN_MISMATCH | MBEDTLS_X509_BADCERT_EXPIRED),
                HasSubstr("another host name"));
    EXPECT_THAT(describe(MBEDTLS_X509_BADCERT_EXPIRED), HasSubstr("expired"));
    EXPECT_THAT(describe(MBEDTLS_X509_BADCERT_FUTURE), HasSubstr("not valid yet"));
    EXPECT_THAT(describe(MBEDTLS_X509_BADCERT_BAD_KEY), HasSubstr("too weak"));
    EXPECT_THAT(describe(MBEDTLS_X509_BADCERT_EXT_KEY_USAGE), HasSubstr("not meant for a server"));
    EXPECT_EQ(describe(0), "was refused");
}

}  // namespace
}  // namespace ecsview
